package io.github.camellinkup.engine.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.exception.LinkupPartialBatchException;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchSubmissionTest {

    /** A call that the test answers when it likes. */
    private record Sent(List<TaskRequest> requests, CompletableFuture<List<Task>> answer) {

        void succeed() {
            answer.complete(created(requests));
        }
    }

    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(8);

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    private CompletionStage<List<Task>> send(List<TaskRequest> requests) {
        Sent call = new Sent(requests, new CompletableFuture<>());
        sent.add(call);
        return call.answer();
    }

    private static TaskRequest request(int number) {
        return TaskRequest.of(SearchRequest.builder().q("question " + number).build())
                .withReference("row " + number);
    }

    private static List<TaskRequest> requests(int number) {
        return IntStream.range(0, number).mapToObj(BatchSubmissionTest::request).toList();
    }

    private static List<Task> created(List<TaskRequest> requests) {
        return requests.stream()
                .map(request -> new Task(
                        "task of " + request.reference(),
                        "search",
                        TaskStatus.PENDING,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null))
                .toList();
    }

    private static List<String> ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "task of row " + i).toList();
    }

    private static List<String> rows(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "row " + i).toList();
    }

    /** A batch whose work is done on the thread that answers. */
    private CompletableFuture<List<Task>> submit(Iterator<TaskRequest> source, int size, int most) {
        return new BatchSubmission(source, size, most, this::send, BatchAnswer.TASKS, Runnable::run)
                .start()
                .thenApply(SentBatch::tasks)
                .toCompletableFuture();
    }

    private static Throwable failureOf(CompletableFuture<?> result) {
        Throwable failure = catchThrowable(() -> result.get(10, TimeUnit.SECONDS));
        assertThat(failure).isInstanceOf(ExecutionException.class);
        return failure.getCause();
    }

    private static LinkupException failure(boolean certainlyNotProcessed) {
        return new LinkupUnknownException("no", ErrorAnswer.NONE, false, certainlyNotProcessed, null);
    }

    @Test
    void theTasksComeInTheOrderOfTheSourceWhateverTheOrderOfTheAnswers() {
        CompletableFuture<List<Task>> result = submit(requests(10).iterator(), 3, 4);

        assertThat(sent).hasSize(4);
        for (int i : new int[] {2, 0, 3, 1}) {
            assertThat(result).isNotDone();
            sent.get(i).succeed();
        }

        assertThat(result.join()).extracting(Task::id).isEqualTo(ids(0, 10));
    }

    @Test
    void noMoreCallsAreUnderWayThanAllowedAndNoMoreIsReadThanIsSent() {
        AtomicInteger read = new AtomicInteger();
        Iterator<TaskRequest> source =
                requests(20).stream().peek(request -> read.incrementAndGet()).iterator();
        CompletableFuture<List<Task>> result = submit(source, 2, 3);

        assertThat(sent).hasSize(3);
        assertThat(read.get()).isLessThanOrEqualTo(7);
        for (int i = 0; i < 10; i++) {
            sent.get(i).succeed();
            assertThat(sent).hasSize(Math.min(10, i + 4));
        }

        assertThat(result.join()).hasSize(20);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100})
    void manyThreadsNeitherLoseNorDoubleNorMixUpAnything(int size) throws Exception {
        int number = 2_000;
        AtomicBoolean reading = new AtomicBoolean();
        AtomicBoolean readTwiceAtATime = new AtomicBoolean();
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger mostUnderWay = new AtomicInteger();
        Iterator<TaskRequest> requests = requests(number).iterator();
        Iterator<TaskRequest> source = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return requests.hasNext();
            }

            @Override
            public TaskRequest next() {
                if (!reading.compareAndSet(false, true)) {
                    readTwiceAtATime.set(true);
                }
                try {
                    return requests.next();
                } finally {
                    reading.set(false);
                }
            }
        };
        Random random = new Random(size);
        TaskSender sender = call -> {
            mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            if (random.nextBoolean()) {
                underWay.decrementAndGet();
                return CompletableFuture.completedFuture(created(call));
            }
            return CompletableFuture.supplyAsync(
                    () -> {
                        underWay.decrementAndGet();
                        return created(call);
                    },
                    threads);
        };

        List<Task> result = new BatchSubmission(source, size, 5, sender, BatchAnswer.TASKS, threads)
                .start()
                .thenApply(SentBatch::tasks)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);

        assertThat(result).extracting(Task::id).isEqualTo(ids(0, number));
        assertThat(mostUnderWay.get()).isLessThanOrEqualTo(5);
        assertThat(readTwiceAtATime).isFalse();
    }

    @Test
    void anEmptySourceIsAnEmptyAnswer() {
        assertThat(submit(requests(0).iterator(), 3, 2).join()).isEmpty();
        assertThat(sent).isEmpty();
    }

    @Test
    void aSourceThatBreaksAtOnceIsItsOwnError() {
        Iterator<TaskRequest> source = breakingAfter(0);

        assertThat(failureOf(submit(source, 3, 2))).isInstanceOf(IllegalStateException.class);
        assertThat(sent).isEmpty();
    }

    @Test
    void aSourceThatBreaksMidwayEndsTheBatchWithWhatWasReadButNotSent() {
        CompletableFuture<List<Task>> result = submit(breakingAfter(5), 3, 2);
        assertThat(sent).hasSize(1);
        assertThat(result).isNotDone();

        sent.get(0).succeed();

        LinkupPartialBatchException partial = (LinkupPartialBatchException) failureOf(result);
        assertThat(partial.getCreated()).extracting(Task::id).isEqualTo(ids(0, 3));
        assertThat(partial.getNotCreated()).extracting(TaskRequest::reference).isEqualTo(rows(3, 5));
        assertThat(partial.getUncertain()).isEmpty();
        assertThat(partial).hasCauseInstanceOf(IllegalStateException.class).hasMessageContaining("row 5 is broken");
        assertThat(sent).hasSize(1);
    }

    private static Iterator<TaskRequest> breakingAfter(int good) {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public TaskRequest next() {
                if (next == good) {
                    throw new IllegalStateException("row " + next + " is broken");
                }
                return request(next++);
            }
        };
    }

    @Test
    void aSourceThatEndsUnannouncedIsAnErrorToo() {
        Iterator<TaskRequest> source = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public TaskRequest next() {
                throw new NoSuchElementException("no more");
            }
        };

        assertThat(failureOf(submit(source, 3, 2))).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void everyOutcomeIsTold() {
        CompletableFuture<List<Task>> result = submit(requests(100).iterator(), 2, 4);
        assertThat(sent).hasSize(4);

        sent.get(1).answer().completeExceptionally(new CompletionException(failure(false)));
        sent.get(3).answer().completeExceptionally(failure(true));
        sent.get(0).succeed();
        assertThat(result).isNotDone();
        sent.get(2).succeed();

        LinkupPartialBatchException partial = (LinkupPartialBatchException) failureOf(result);
        assertThat(partial.getCreated())
                .extracting(Task::id)
                .containsExactly("task of row 0", "task of row 1", "task of row 4", "task of row 5");
        assertThat(partial.getUncertain()).extracting(TaskRequest::reference).isEqualTo(rows(2, 4));
        assertThat(partial.getNotCreated()).extracting(TaskRequest::reference).isEqualTo(rows(6, 8));
        assertThat(partial)
                .hasMessageContaining("4 tasks are created")
                .hasMessageContaining("2 requests that were read are not")
                .hasMessageContaining("of 2 it is not known");
        assertThat(sent).as("nothing is sent after a failure").hasSize(4);
    }

    @Test
    void ifNothingCanHaveBeenCreatedTheReasonItselfIsTheError() {
        CompletableFuture<List<Task>> result = submit(requests(4).iterator(), 2, 1);
        LinkupException reason = failure(true);

        sent.get(0).answer().completeExceptionally(reason);

        assertThat(failureOf(result)).isSameAs(reason);
    }

    @Test
    void whatIsNoLinkupErrorLeavesTheOutcomeUnknown() {
        CompletableFuture<List<Task>> result = submit(requests(2).iterator(), 2, 1);

        sent.get(0).answer().completeExceptionally(new IllegalStateException("the repository is down"));

        LinkupPartialBatchException partial = (LinkupPartialBatchException) failureOf(result);
        assertThat(partial.getUncertain()).hasSize(2);
        assertThat(partial).hasMessageContaining("the repository is down");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSenderThatThrowsEndsTheBatchAndNobodyWaitsForEver(boolean error) {
        AtomicInteger calls = new AtomicInteger();
        TaskSender sender = call -> {
            calls.incrementAndGet();
            if (error) {
                throw new StackOverflowError("deep");
            }
            throw new IllegalStateException("deep");
        };

        CompletableFuture<List<Task>> result = new BatchSubmission(
                        requests(10).iterator(), 2, 3, sender, BatchAnswer.TASKS, Runnable::run)
                .start()
                .thenApply(SentBatch::tasks)
                .toCompletableFuture();

        assertThat(failureOf(result)).hasMessageContaining("deep");
        assertThat(calls).hasValue(1);
    }

    @Test
    void aLongBatchWhoseAnswersAreThereAtOnceDoesNotGrowTheStack() {
        List<Task> result = new BatchSubmission(
                        requests(50_000).iterator(),
                        1,
                        1,
                        call -> CompletableFuture.completedFuture(created(call)),
                        BatchAnswer.TASKS,
                        threads)
                .start()
                .thenApply(SentBatch::tasks)
                .toCompletableFuture()
                .join();

        assertThat(result).hasSize(50_000);
    }

    @Test
    void aPartialBatchKeepsItsOwnCopies() {
        List<Task> created = new ArrayList<>(created(requests(1)));
        LinkupPartialBatchException partial =
                new LinkupPartialBatchException(created, List.of(), List.of(), failure(true));
        created.clear();

        assertThat(partial.getCreated()).hasSize(1);
        assertThatThrownBy(() -> partial.getCreated().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}

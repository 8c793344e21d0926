package io.github.camellinkup.engine.submit;

import static io.github.camellinkup.engine.submit.BatchRun.created;
import static io.github.camellinkup.engine.submit.BatchRun.failure;
import static io.github.camellinkup.engine.submit.BatchRun.failureOf;
import static io.github.camellinkup.engine.submit.BatchRun.ids;
import static io.github.camellinkup.engine.submit.BatchRun.request;
import static io.github.camellinkup.engine.submit.BatchRun.requests;
import static io.github.camellinkup.engine.submit.BatchRun.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.EngineTimer;
import io.github.camellinkup.engine.HandDrivenTimer;
import io.github.camellinkup.engine.exception.LinkupPartialBatchException;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.outbox.CountedSender;
import io.github.camellinkup.engine.outbox.TaskSender;
import io.github.camellinkup.engine.repository.ForwardingTaskRepository;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.spend.DailySpend;
import io.github.camellinkup.engine.spend.SpendLimiter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of a batch that had to stop. */
class BatchFailuresTest {

    private static final CountedSender NO_RESEARCH = (call, receipts) -> {
        throw new AssertionError("no research is sent");
    };

    private final BatchRun run = new BatchRun();

    private static final QueueQuota NO_QUOTA = new QueueQuota(
            () -> CompletableFuture.failedFuture(new IllegalStateException("no list is read")), timer(Runnable::run));

    private static EngineTimer timer(Executor workers) {
        return new EngineTimer(new HandDrivenTimer(), workers, System::nanoTime);
    }

    @Test
    void aSourceThatBreaksAtOnceIsItsOwnError() {
        Iterator<TaskRequest> source = breakingAfter(0);

        assertThat(failureOf(run.submit(source, 3, 2))).isInstanceOf(IllegalStateException.class);
        assertThat(run.sent).isEmpty();
    }

    @Test
    void aSourceThatBreaksMidwayEndsTheBatchWithWhatWasReadButNotSent() {
        CompletableFuture<List<Task>> result = run.submit(breakingAfter(5), 3, 2);
        assertThat(run.sent).hasSize(1);
        assertThat(result).isNotDone();

        run.sent.get(0).succeed();

        LinkupPartialBatchException partial = (LinkupPartialBatchException) failureOf(result);
        assertThat(partial.getCreated()).extracting(Task::id).isEqualTo(ids(0, 3));
        assertThat(partial.getNotCreated()).extracting(TaskRequest::reference).isEqualTo(rows(3, 5));
        assertThat(partial.getUncertain()).isEmpty();
        assertThat(partial).hasCauseInstanceOf(IllegalStateException.class).hasMessageContaining("row 5 is broken");
        assertThat(run.sent).hasSize(1);
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

        assertThat(failureOf(run.submit(source, 3, 2))).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void everyOutcomeIsTold() {
        CompletableFuture<List<Task>> result = run.submit(requests(100).iterator(), 2, 4);
        assertThat(run.sent).hasSize(4);

        run.sent.get(1).fail(new CompletionException(failure(false)));
        run.sent.get(3).fail(failure(true));
        run.sent.get(0).succeed();
        assertThat(result).isNotDone();
        run.sent.get(2).succeed();

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
        assertThat(run.sent).as("nothing is sent after a failure").hasSize(4);
    }

    @Test
    void tasksThatCouldNotBeRecordedAreAmongTheCreatedOnes() {
        CompletableFuture<List<Task>> result = run.submit(requests(100).iterator(), 2, 3);

        run.sent.get(1).fail(notRecorded(run.sent.get(1)));
        run.sent.get(0).succeed();
        run.sent.get(2).fail(notRecorded(run.sent.get(2)));

        LinkupPartialBatchException partial = (LinkupPartialBatchException) failureOf(result);
        assertThat(partial.getCreated()).extracting(Task::id).isEqualTo(ids(0, 6));
        assertThat(partial.getCreatedIds()).isEqualTo(ids(0, 6));
        assertThat(partial.getCreatedCount()).isEqualTo(6);
        assertThat(partial.getUnrecorded()).extracting(Task::id).isEqualTo(ids(2, 6));
        assertThat(partial.getUncertain()).isEmpty();
        assertThat(partial.getNotCreated()).isEmpty();
        assertThat(partial)
                .hasMessageContaining("6 tasks are created, 4 of them not recorded, 0 requests")
                .hasMessageContaining("the database is down");
    }

    private static LinkupSubmissionUncertainException notRecorded(BatchRun.Sent call) {
        return LinkupSubmissionUncertainException.notRecorded(
                call.requests(), created(call.requests()), new IllegalStateException("the database is down"));
    }

    @Test
    void ifNothingCanHaveBeenCreatedTheReasonItselfIsTheError() {
        CompletableFuture<List<Task>> result = run.submit(requests(4).iterator(), 2, 1);
        LinkupException reason = failure(true);

        run.sent.get(0).fail(reason);

        assertThat(failureOf(result)).isSameAs(reason);
    }

    @Test
    void whatIsNoLinkupErrorLeavesTheOutcomeUnknown() {
        CompletableFuture<List<Task>> result = run.submit(requests(2).iterator(), 2, 1);

        run.sent.get(0).fail(new IllegalStateException("the repository is down"));

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
                        requests(10).iterator(),
                        any -> {},
                        new SendingOptions(2, 3, Duration.ZERO, Duration.ZERO),
                        sender,
                        new BatchProgress(BatchAnswer.TASKS, false),
                        Runnable::run)
                .start()
                .thenApply(SentBatch::tasks)
                .toCompletableFuture();

        assertThat(failureOf(result)).hasMessageContaining("deep");
        assertThat(calls).hasValue(1);
    }

    @Test
    void aRequestThatCannotBeRememberedIsAmongThoseThatAreNotCreated() {
        LinkupException refusal = LinkupInvalidRequestException.of("header", "cannot be kept");
        TaskSubmitter submitter = new TaskSubmitter(
                new SendingOptions(2, 1, Duration.ZERO, Duration.ZERO),
                (call, receipts) -> CompletableFuture.completedFuture(created(call)),
                NO_RESEARCH,
                NO_QUOTA,
                SpendLimiter.unlimited(new DailySpend(Clock.systemUTC())),
                refusing("row 3", refusal),
                timer(Runnable::run));
        Iterator<TaskRequest> source = requests(6).iterator();

        LinkupPartialBatchException partial = (LinkupPartialBatchException) failureOf(submitter
                .submitAll(source, new BatchProgress(BatchAnswer.TASKS, false))
                .toCompletableFuture());

        assertThat(partial).hasCause(refusal);
        assertThat(partial.getCreated()).extracting(Task::id).isEqualTo(ids(0, 2));
        assertThat(partial.getNotCreated()).extracting(TaskRequest::reference).isEqualTo(rows(2, 4));
        assertThat(source).toIterable().extracting(TaskRequest::reference).isEqualTo(rows(4, 6));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothingIsSentAfterARequestThatCannotBeRemembered(boolean told) {
        RuntimeException refusal = told
                ? LinkupInvalidRequestException.of("header", "cannot be kept")
                : new IllegalArgumentException("cannot be kept");
        List<Runnable> work = new ArrayList<>();
        TaskSubmitter submitter = new TaskSubmitter(
                new SendingOptions(2, 4, Duration.ZERO, Duration.ZERO),
                (call, receipts) -> run.send(call),
                NO_RESEARCH,
                NO_QUOTA,
                SpendLimiter.unlimited(new DailySpend(Clock.systemUTC())),
                refusing("row 1", refusal),
                timer(work::add));

        CompletableFuture<SentBatch> result = submitter
                .submitAll(requests(100).iterator(), new BatchProgress(BatchAnswer.TASKS, false))
                .toCompletableFuture();
        work.forEach(Runnable::run);

        assertThat(run.sent).isEmpty();
        assertThat(failureOf(result)).isSameAs(refusal);
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

    /** A repository that cannot keep the request of a row. */
    private static TaskRepository refusing(String row, RuntimeException refusal) {
        return new ForwardingTaskRepository(new MemoryTaskRepository()) {
            @Override
            public void check(TaskRequest request) {
                if (request.reference().equals(row)) {
                    throw refusal;
                }
            }
        };
    }
}

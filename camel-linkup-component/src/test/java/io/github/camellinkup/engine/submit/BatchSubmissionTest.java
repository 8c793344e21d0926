package io.github.camellinkup.engine.submit;

import static io.github.camellinkup.engine.submit.BatchRun.created;
import static io.github.camellinkup.engine.submit.BatchRun.ids;
import static io.github.camellinkup.engine.submit.BatchRun.requests;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.outbox.TaskSender;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In which order a batch is read, sent and answered. */
class BatchSubmissionTest {

    private final BatchRun run = new BatchRun();
    private final ExecutorService threads = Executors.newFixedThreadPool(8);

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void theTasksComeInTheOrderOfTheSourceWhateverTheOrderOfTheAnswers() {
        CompletableFuture<List<Task>> result = run.submit(requests(10).iterator(), 3, 4);

        assertThat(run.sent).hasSize(4);
        for (int i : new int[] {2, 0, 3, 1}) {
            assertThat(result).isNotDone();
            run.sent.get(i).succeed();
        }

        assertThat(result.join()).extracting(Task::id).isEqualTo(ids(0, 10));
    }

    @Test
    void noMoreCallsAreUnderWayThanAllowedAndNoMoreIsReadThanIsSent() {
        AtomicInteger read = new AtomicInteger();
        Iterator<TaskRequest> source =
                requests(20).stream().peek(request -> read.incrementAndGet()).iterator();
        CompletableFuture<List<Task>> result = run.submit(source, 2, 3);

        assertThat(run.sent).hasSize(3);
        assertThat(read.get()).isLessThanOrEqualTo(7);
        for (int i = 0; i < 10; i++) {
            run.sent.get(i).succeed();
            assertThat(run.sent).hasSize(Math.min(10, i + 4));
        }

        assertThat(result.join()).hasSize(20);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100})
    void manyThreadsNeitherLoseNorDoubleNorMixUpAnything(int size) throws Exception {
        int number = 2_000;
        AtomicBoolean reading = new AtomicBoolean();
        AtomicBoolean readTwiceAtATime = new AtomicBoolean();
        AtomicInteger inFlight = new AtomicInteger();
        AtomicInteger mostInFlight = new AtomicInteger();
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
            mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
            if (random.nextBoolean()) {
                inFlight.decrementAndGet();
                return CompletableFuture.completedFuture(created(call));
            }
            return CompletableFuture.supplyAsync(
                    () -> {
                        inFlight.decrementAndGet();
                        return created(call);
                    },
                    threads);
        };

        List<Task> result = new BatchSubmission(
                        source,
                        any -> {},
                        new SendingOptions(size, 5, Duration.ZERO, Duration.ZERO),
                        sender,
                        new BatchProgress(BatchAnswer.TASKS, false),
                        threads)
                .start()
                .thenApply(SentBatch::tasks)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);

        assertThat(result).extracting(Task::id).isEqualTo(ids(0, number));
        assertThat(mostInFlight.get()).isLessThanOrEqualTo(5);
        assertThat(readTwiceAtATime).isFalse();
    }

    @Test
    void anEmptySourceIsAnEmptyAnswer() {
        assertThat(run.submit(requests(0).iterator(), 3, 2).join()).isEmpty();
        assertThat(run.sent).isEmpty();
    }

    @Test
    void aLongBatchWhoseAnswersAreThereAtOnceDoesNotGrowTheStack() {
        List<Task> result = new BatchSubmission(
                        requests(50_000).iterator(),
                        any -> {},
                        new SendingOptions(1, 1, Duration.ZERO, Duration.ZERO),
                        call -> CompletableFuture.completedFuture(created(call)),
                        new BatchProgress(BatchAnswer.TASKS, false),
                        threads)
                .start()
                .thenApply(SentBatch::tasks)
                .toCompletableFuture()
                .join();

        assertThat(result).hasSize(50_000);
    }
}

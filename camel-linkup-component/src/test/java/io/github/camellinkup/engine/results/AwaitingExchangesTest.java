package io.github.camellinkup.engine.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupAuthenticationException;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupTimeoutException;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.engine.EngineTimer;
import io.github.camellinkup.engine.HandDrivenTimer;
import io.github.camellinkup.engine.SimulatedLinkup;
import io.github.camellinkup.engine.repository.PendingTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AwaitingExchangesTest {

    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final LinkupException OUT_OF_ORDER =
            new LinkupUnknownException("out of order", ErrorAnswer.NONE, true, false, null);

    private final HandDrivenTimer timer = new HandDrivenTimer();
    private final EngineTimer engineTimer = new EngineTimer(timer, Runnable::run, timer::nanoTime);
    private final SimulatedLinkup list = new SimulatedLinkup();
    private final Service service = new Service();
    private final AwaitingExchanges exchanges = new AwaitingExchanges(
            new ResultReader(service, Runnable::run), service, engineTimer, Runnable::run, timer::nanoTime);

    /** The list, each read of which takes a second, as long as the service does not fail. */
    private final class Service implements TaskSource {

        private final List<String> readAlone = new ArrayList<>();
        private LinkupException failure;

        @Override
        public CompletionStage<TaskPage> page(TaskQuery query) {
            return failure == null ? aSecondLater().thenCompose(now -> list.page(query)) : failed();
        }

        @Override
        public CompletionStage<Task> task(String taskId) {
            readAlone.add(taskId);
            return failure == null ? aSecondLater().thenCompose(now -> list.task(taskId)) : failed();
        }

        private CompletableFuture<Void> aSecondLater() {
            CompletableFuture<Void> read = new CompletableFuture<>();
            engineTimer.schedule(() -> read.complete(null), Duration.ofSeconds(1));
            return read;
        }

        private <T> CompletionStage<T> failed() {
            return CompletableFuture.failedFuture(failure);
        }

        @Override
        public Instant now() {
            return list.now();
        }

        @Override
        public boolean filters() {
            return true;
        }
    }

    private CompletableFuture<FinishedTask> await(String id) {
        return await(id, TIMEOUT);
    }

    private CompletableFuture<FinishedTask> await(String id, Duration timeout) {
        return exchanges
                .await(new PendingTask(id, "search", list.now(), null, Map.of(), null, null, 0), timeout)
                .toCompletableFuture();
    }

    private void pass(Duration time) {
        for (long passed = 0; passed < time.toMillis(); passed += 100) {
            list.advance(Duration.ofMillis(100));
            timer.advance(Duration.ofMillis(100));
        }
    }

    private static Throwable failureOf(CompletableFuture<?> waiting) {
        assertThat(waiting).isCompletedExceptionally();
        return waiting.handle((nothing, failure) -> failure).join();
    }

    @Test
    void eachGetsItsOwnResultAndNothingIsReadWhenNobodyWaits() {
        list.add("one", "search", Duration.ZERO, Duration.ofSeconds(5));
        list.add("two", "search", Duration.ZERO, Duration.ofSeconds(8));
        CompletableFuture<FinishedTask> one = await("one");
        CompletableFuture<FinishedTask> two = await("two");
        pass(Duration.ofSeconds(20));

        assertThat(one.join().id()).isEqualTo("one");
        assertThat(two.join().id()).isEqualTo("two");
        int reads = list.reads();
        pass(Duration.ofSeconds(20));
        assertThat(list.reads()).isEqualTo(reads);

        list.add("three", "search", Duration.ofSeconds(40), Duration.ofSeconds(45));
        CompletableFuture<FinishedTask> three = await("three");
        pass(Duration.ofSeconds(20));
        assertThat(three).as("reading has begun again").isCompleted();
    }

    @Test
    void readingGoesOnAfterAReadThatFailed() {
        list.add("one", "search", Duration.ZERO, Duration.ZERO);
        service.failure = OUT_OF_ORDER;
        CompletableFuture<FinishedTask> one = await("one");
        pass(Duration.ofSeconds(10));
        service.failure = null;
        pass(Duration.ofSeconds(10));

        assertThat(one).isCompleted();
    }

    @Test
    void whoWaitsForAResultThatIsTooLargeIsToldSoAtOnceAndOthersWaitOn() {
        list.add("giant", "search", Duration.ZERO, Duration.ZERO);
        list.oversize("giant");
        List<CompletableFuture<FinishedTask>> others = IntStream.range(0, 10)
                .mapToObj(i -> {
                    list.add("later" + i, "search", Duration.ZERO, Duration.ofHours(1));
                    return await("later" + i);
                })
                .toList();
        CompletableFuture<FinishedTask> giant = await("giant");
        pass(Duration.ofSeconds(10));

        assertThat(giant).isCompletedWithValueMatching(FinishedTask::isUnreadable);
        assertThat(service.readAlone).containsOnlyOnce("giant");
        assertThat(others).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void whoWaitedInVainIsToldWhyNothingCouldBeRead() {
        service.failure = OUT_OF_ORDER;
        CompletableFuture<FinishedTask> waiting = await("one");
        timer.advance(TIMEOUT);

        assertThat(failureOf(waiting))
                .isInstanceOf(LinkupTimeoutException.class)
                .hasMessageContaining("Task one could not be read within 60000 ms")
                .hasCause(OUT_OF_ORDER);
    }

    @Test
    void whoWaitedForATaskThatDidNotFinishIsToldSo() {
        list.add("one", "search", Duration.ZERO, Duration.ofHours(1));
        CompletableFuture<FinishedTask> waiting = await("one");
        pass(TIMEOUT);

        assertThat(failureOf(waiting))
                .isInstanceOf(LinkupTimeoutException.class)
                .hasMessageContaining("Task one did not finish within 60000 ms")
                .hasNoCause();
    }

    @Test
    void whoWaitsForATaskThatLinkupDoesNotKnowIsToldThatItHasExpired() {
        CompletableFuture<FinishedTask> waiting = await("gone", Duration.ofMinutes(10));
        pass(Duration.ofMinutes(5));

        assertThat(waiting).isCompletedWithValueMatching(FinishedTask::isExpired);
    }

    @Test
    void aKeyThatMayReadNothingEndsTheWaitingAtOnce() {
        service.failure = new LinkupAuthenticationException("no", ErrorAnswer.ofStatus(401));

        assertThat(failureOf(await("one"))).isSameAs(service.failure);
    }

    @Test
    void closingEndsTheWaitingAndNobodyWaitsAfterwards() {
        CompletableFuture<FinishedTask> waiting = await("one");

        exchanges.close();

        assertThat(failureOf(waiting)).isInstanceOf(CancellationException.class);
        assertThat(failureOf(await("two"))).isInstanceOf(CancellationException.class);
    }

    @Test
    void whereNothingCanBeWaitedForNobodyWaits() {
        engineTimer.close();

        assertThat(failureOf(await("one"))).isInstanceOf(CancellationException.class);
    }

    /** The answer to the call that created it never came. */
    @Test
    void aTaskThatBecameKnownLateIsFoundSoonAmongOthers() {
        for (int i = 0; i < 60; i++) {
            list.add("other" + i, "search", Duration.ZERO, Duration.ofSeconds(i));
            await("other" + i);
        }
        for (int i = 0; i < 500; i++) {
            list.add("foreign" + i, "search", Duration.ZERO, Duration.ofMillis(50L * i));
        }
        list.add("late", "search", Duration.ofSeconds(2), Duration.ofSeconds(5));
        pass(Duration.ofSeconds(15));

        Instant created = list.entry("late").createdAt();
        CompletionStage<FinishedTask> late =
                exchanges.await(new PendingTask("late", "search", created, null, Map.of(), null, null, 0), TIMEOUT);
        pass(Duration.ofSeconds(25));

        assertThat(late.toCompletableFuture()).isCompleted();
    }

    /** Half of them are awaited; the others are sent by somebody else. */
    @Test
    void resultsThatAreListedLateAreFoundByTheNextReads() {
        Random random = new Random(1);
        Map<String, CompletableFuture<FinishedTask>> awaited = new LinkedHashMap<>();
        for (int i = 0; i < 1_000; i++) {
            String id = "task" + i;
            list.add(id, "search", Duration.ZERO, Duration.ofMillis(20L * i));
            list.listLate(id, Duration.ofMillis(random.nextInt(1_500)));
            if (i % 2 == 0) {
                awaited.put(id, await(id));
            }
        }

        int late = 0;
        for (int second = 1; second <= 30; second++) {
            pass(Duration.ofSeconds(1));
            late += awaited.entrySet().stream()
                    .filter(each -> !each.getValue().isDone()
                            && list.entry(each.getKey())
                                    .finished()
                                    .plusSeconds(8)
                                    .isBefore(list.now()))
                    .count();
        }
        assertThat(late).isZero();
    }
}

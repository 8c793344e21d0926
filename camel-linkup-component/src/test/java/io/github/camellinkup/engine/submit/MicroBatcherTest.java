package io.github.camellinkup.engine.submit;

import static io.github.camellinkup.engine.outbox.Calls.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.ErrorDetail;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.exception.LinkupTooManyRequestsException;
import io.github.camellinkup.client.exception.LinkupUnsupportedTaskTypeException;
import io.github.camellinkup.client.model.Quota;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.EngineTimer;
import io.github.camellinkup.engine.HandDrivenTimer;
import io.github.camellinkup.engine.outbox.Calls;
import io.github.camellinkup.engine.outbox.PartialCallException;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.time.Duration;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MicroBatcherTest {

    private static final Duration LINGER = Duration.ofMillis(20);

    private final HandDrivenTimer timer = new HandDrivenTimer();
    private final EngineTimer engineTimer = new EngineTimer(timer, Runnable::run, timer::nanoTime);
    private final Calls calls = new Calls();
    private final MicroBatcher coalescer =
            new MicroBatcher(new SendingOptions(5, 2, LINGER, Duration.ZERO), calls, engineTimer);

    private List<CompletableFuture<Task>> submit(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> coalescer.submit(request("q" + i)).toCompletableFuture())
                .toList();
    }

    private static LinkupInvalidRequestException refusal(ErrorDetail... details) {
        return new LinkupInvalidRequestException(
                "Validation failed",
                new ErrorAnswer(400, Optional.of("VALIDATION_ERROR"), List.of(details), Optional.empty()));
    }

    @Test
    void requestsThatComeTogetherTravelInOneCallAfterTheLinger() {
        List<CompletableFuture<Task>> tasks = submit(3);
        assertThat(calls.count()).isZero();

        timer.advance(LINGER);
        calls.call(0).succeed();

        assertThat(calls.call(0).questions()).containsExactly("q1", "q2", "q3");
        assertThat(tasks).extracting(task -> task.join().id()).containsExactly("q1", "q2", "q3");
        assertThat(calls.count()).isEqualTo(1);
    }

    @Test
    void requestsThatLingerWhenTheTimerIsClosedGoAtOnceAndSoDoLaterOnes() {
        List<CompletableFuture<Task>> tasks = submit(2);

        engineTimer.close();
        CompletableFuture<Task> later = coalescer.submit(request("later")).toCompletableFuture();

        assertThat(calls.call(0).questions()).containsExactly("q1", "q2");
        assertThat(calls.call(1).questions()).containsExactly("later");
        calls.call(0).succeed();
        calls.call(1).succeed();
        timer.advance(LINGER);
        assertThat(calls.count()).isEqualTo(2);
        assertThat(tasks).allMatch(CompletableFuture::isDone);
        assertThat(later).isDone();
    }

    @Test
    void aRequestHasItsTaskWhileOthersOfItsCallWaitForRoom() {
        QuotaRun run = new QuotaRun();
        MicroBatcher batcher =
                new MicroBatcher(new SendingOptions(5, 2, LINGER, Duration.ofMinutes(10)), run.sender, run.engineTimer);
        List<CompletableFuture<Task>> tasks = IntStream.rangeClosed(1, 5)
                .mapToObj(i -> batcher.submit(request("q" + i)).toCompletableFuture())
                .toList();
        run.calls.call(0).fail(QuotaRun.FULL);

        run.queue.quotaRead(new Quota(98, 100));
        run.calls.call(1).succeed();

        assertThat(tasks.get(0).join().id()).isEqualTo("q1");
        assertThat(tasks).extracting(CompletableFuture::isDone).containsExactly(true, true, false, false, false);
        run.queue.quotaRead(new Quota(97, 100));
        run.calls.call(2).succeed();
        assertThat(tasks).allMatch(CompletableFuture::isDone);
    }

    @Test
    void whatTheApiRefusesOfARestThatWaitedForRoomDoesNotSpoilTheOthers() {
        List<CompletableFuture<Task>> tasks = submit(5);
        Task created = Calls.task("q1");
        calls.call(0)
                .fail(new PartialCallException(
                        new Task[] {created, null, null, null, null},
                        new BitSet(),
                        new BitSet(),
                        refusal(new ErrorDetail("2.input.q", "is rude"))));
        calls.call(1).succeed();

        assertThat(calls.call(1).questions()).containsExactly("q2", "q4", "q5");
        assertThat(tasks.get(0).join()).isSameAs(created);
        assertThatThrownBy(tasks.get(2)::join).hasMessageContaining("input.q: is rude");
        assertThat(tasks.get(4).join().id()).isEqualTo("q5");
    }

    @Test
    void aTypeThatIsNotEnabledDoesNotSpoilTheOthers() {
        List<CompletableFuture<Task>> searches = submit(2);
        TaskRequest why = TaskRequest.of(ResearchRequest.builder().q("why").build());
        CompletableFuture<Task> research = coalescer.submit(why).toCompletableFuture();
        LinkupUnsupportedTaskTypeException refusal =
                new LinkupUnsupportedTaskTypeException("no research", ErrorAnswer.ofStatus(403));
        timer.advance(LINGER);

        calls.call(0).fail(refusal);
        calls.call(1).succeed();
        calls.call(2).fail(refusal);

        assertThat(searches).extracting(task -> task.join().id()).containsExactly("q1", "q2");
        assertThatThrownBy(research::join).hasCause(refusal);
        assertThat(calls.count()).isEqualTo(3);
    }

    @Test
    void allAreToldHoweverManyWaitWhenCallsFailAtOnce() {
        CompletableFuture<List<Task>> inFlight = new CompletableFuture<>();
        IllegalStateException closed = new IllegalStateException("closed");
        Iterator<CompletableFuture<List<Task>>> answers = List.of(inFlight).iterator();
        MicroBatcher stopping = new MicroBatcher(
                new SendingOptions(1, 1, LINGER, Duration.ZERO),
                requests -> answers.hasNext() ? answers.next() : CompletableFuture.failedFuture(closed),
                engineTimer);
        List<CompletableFuture<Task>> tasks = IntStream.range(0, 20_000)
                .mapToObj(i -> stopping.submit(request("q" + i)).toCompletableFuture())
                .toList();

        inFlight.completeExceptionally(closed);

        assertThat(tasks.stream().filter(CompletableFuture::isCompletedExceptionally))
                .hasSize(20_000);
    }

    @Test
    void aFullCallDoesNotWait() {
        submit(5);

        assertThat(calls.count()).isEqualTo(1);
        timer.advance(LINGER);
        assertThat(calls.count()).isEqualTo(1);
    }

    @Test
    void noMoreCallsAreUnderWayThanThereMayBeAndWhatWaitedGoesAtOnceThen() {
        List<CompletableFuture<Task>> tasks = submit(13);
        timer.advance(LINGER);
        assertThat(calls.count()).isEqualTo(2);

        calls.call(1).succeed();

        assertThat(calls.count()).isEqualTo(3);
        assertThat(calls.call(2).questions()).containsExactly("q11", "q12", "q13");
        assertThat(tasks.get(0)).isNotDone();
        assertThat(tasks.get(9)).isDone();
    }

    @Test
    void aRequestThatTheApiRefusesDoesNotSpoilTheOthers() {
        List<CompletableFuture<Task>> tasks = submit(5);

        calls.call(0)
                .fail(refusal(
                        new ErrorDetail("1.input.q", "is too long"),
                        new ErrorDetail("tasks[3].input.toDate", "is odd"),
                        new ErrorDetail("3.input.fromDate", "is odd too")));
        calls.call(1).succeed();

        assertThat(calls.call(1).questions()).containsExactly("q1", "q3", "q5");
        assertThat(tasks.get(0).join().id()).isEqualTo("q1");
        assertThat(tasks.get(4).join().id()).isEqualTo("q5");
        assertThatThrownBy(tasks.get(1)::join)
                .cause()
                .isInstanceOf(LinkupInvalidRequestException.class)
                .hasMessageContaining("input.q: is too long")
                .hasMessageNotContaining("toDate");
        assertThatThrownBy(tasks.get(3)::join)
                .cause()
                .hasMessageContaining("input.toDate: is odd")
                .hasMessageContaining("input.fromDate: is odd too");
    }

    @Test
    void whereTheApiRefusesEachRequestNoEmptyCallFollows() {
        List<CompletableFuture<Task>> tasks = submit(2);
        timer.advance(LINGER);

        calls.call(0).fail(refusal(new ErrorDetail("0.input.q", "is odd"), new ErrorDetail("1.input.q", "is odd too")));

        assertThat(tasks).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(calls.count()).isEqualTo(1);
    }

    @Test
    void aRefusalThatNamesNoRequestIsNarrowedDown() {
        List<CompletableFuture<Task>> tasks = submit(4);
        timer.advance(LINGER);

        for (int i = 0; i < calls.count(); i++) {
            if (calls.call(i).questions().contains("q2")) {
                calls.call(i).fail(refusal());
            } else {
                calls.call(i).succeed();
            }
        }

        assertThat(tasks.get(1)).isCompletedExceptionally();
        assertThat(List.of(tasks.get(0), tasks.get(2), tasks.get(3)))
                .allSatisfy(task -> assertThat(task).isCompleted());
    }

    @Test
    void anErrorOfTheCallIsTheErrorOfEachRequest() {
        List<CompletableFuture<Task>> tasks = submit(5);

        calls.call(0).fail(new LinkupTooManyRequestsException("Too fast", ErrorAnswer.NONE));

        assertThat(tasks).allSatisfy(task -> assertThatThrownBy(task::join)
                .hasCauseInstanceOf(LinkupTooManyRequestsException.class));
        assertThat(calls.count()).isEqualTo(1);
    }

    @Test
    void aSenderThatThrowsFailsItsRequestsAndTheNextGoOut() {
        MicroBatcher broken = new MicroBatcher(
                new SendingOptions(1, 1, LINGER, Duration.ZERO),
                requests -> {
                    throw new IllegalStateException("stopped");
                },
                engineTimer);

        assertThat(broken.submit(request("a"))).isCompletedExceptionally();
        assertThat(broken.submit(request("b"))).isCompletedExceptionally();
    }
}

package io.github.camellinkup.engine.sending;

import static io.github.camellinkup.engine.sending.Calls.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.ErrorDetail;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.exception.LinkupTooManyRequestsException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.HandDrivenTimer;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.pace.EngineTimer;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskCoalescerTest {

    private static final Duration LINGER = Duration.ofMillis(20);

    private final HandDrivenTimer timer = new HandDrivenTimer();
    private final EngineTimer engineTimer = new EngineTimer(timer);
    private final Calls calls = new Calls();
    private final TaskCoalescer coalescer = new TaskCoalescer(5, LINGER, 2, calls, engineTimer);

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
    void whatTheApiRefusesOfARestThatWaitedForRoomDoesNotSpoilTheOthers() {
        List<CompletableFuture<Task>> tasks = submit(5);
        Task created = Calls.task("q1");
        calls.call(0)
                .fail(new PartialCallException(
                        new Task[] {created, null, null, null, null},
                        new BitSet(),
                        refusal(new ErrorDetail("1.input.q", "is rude"))));
        calls.call(1).succeed();

        assertThat(calls.call(1).questions()).containsExactly("q2", "q4", "q5");
        assertThat(tasks.get(0).join()).isSameAs(created);
        assertThatThrownBy(tasks.get(2)::join).hasMessageContaining("input.q: is rude");
        assertThat(tasks.get(4).join().id()).isEqualTo("q5");
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
    void anUncertainCallIsUncertainForEachRequestByItself() {
        List<CompletableFuture<Task>> tasks = submit(5);

        calls.call(0)
                .fail(new LinkupSubmissionUncertainException(
                        calls.call(0).requests(), new IllegalStateException("cut")));

        assertThatThrownBy(tasks.get(2)::join)
                .cause()
                .isInstanceOfSatisfying(
                        LinkupSubmissionUncertainException.class, uncertain -> assertThat(uncertain.getRequests())
                                .extracting(Calls::question)
                                .containsExactly("q3"));
        assertThat(calls.count()).isEqualTo(1);
    }

    @Test
    void aTaskThatIsCreatedButNotRecordedIsNamedToItsRequest() {
        List<CompletableFuture<Task>> tasks = submit(5);
        List<TaskRequest> requests = calls.call(0).requests();

        calls.call(0)
                .fail(LinkupSubmissionUncertainException.notRecorded(
                        requests,
                        requests.stream().map(Calls::question).map(Calls::task).toList(),
                        new IllegalStateException("the database is down")));

        assertThatThrownBy(tasks.get(1)::join)
                .cause()
                .isInstanceOfSatisfying(LinkupSubmissionUncertainException.class, unrecorded -> {
                    assertThat(unrecorded.getCreated())
                            .isEqualTo(unrecorded.getUnrecorded())
                            .extracting(Task::id)
                            .containsExactly("q2");
                    assertThat(unrecorded.getRequests()).containsExactly(requests.get(1));
                    assertThat(unrecorded)
                            .hasMessageContaining("Linkup created 1 task")
                            .hasMessageContaining("the database is down");
                });
    }

    @Test
    void whatIsHeldBackByAPartThatIsNotRecordedIsSent() {
        List<CompletableFuture<Task>> tasks = submit(5);
        BitSet unrecorded = new BitSet();
        unrecorded.set(1);

        calls.call(0)
                .fail(new PartialCallException(
                        new Task[] {Calls.task("first"), Calls.task("second"), null, null, null},
                        unrecorded,
                        new BitSet(),
                        LinkupSubmissionUncertainException.notRecorded(
                                List.of(calls.call(0).requests().get(1)),
                                List.of(Calls.task("second")),
                                new IllegalStateException("the database is down"))));
        calls.call(1).succeed();

        assertThat(tasks.get(0).join().id()).isEqualTo("first");
        assertThatThrownBy(tasks.get(1)::join)
                .cause()
                .isInstanceOfSatisfying(
                        LinkupSubmissionUncertainException.class,
                        failure -> assertThat(failure.getUnrecorded()).hasSize(1));
        assertThat(calls.call(1).questions()).containsExactly("q3", "q4", "q5");
        assertThat(tasks.get(4).join().id()).isEqualTo("q5");
    }

    @Test
    void theTaskOfAnotherIsNotNamedToARequestOfWhichNothingIsKnown() {
        List<CompletableFuture<Task>> tasks = submit(5);
        List<TaskRequest> requests = calls.call(0).requests();
        BitSet uncertain = new BitSet();
        uncertain.set(0);
        uncertain.set(1);
        List<Task> others = List.of(Calls.task("q3"), Calls.task("q4"));

        calls.call(0)
                .fail(new PartialCallException(
                        new Task[] {null, null, others.get(0), others.get(1), Calls.task("q5")},
                        uncertain,
                        new LinkupSubmissionUncertainException(
                                requests.subList(0, 2), others, new IllegalStateException("cut"))));

        assertThatThrownBy(tasks.get(1)::join)
                .cause()
                .isInstanceOfSatisfying(
                        LinkupSubmissionUncertainException.class,
                        failure -> assertThat(failure.getCreated()).isEmpty());
    }

    @Test
    void eachRequestOfACallThatWasCreatedInPartGetsItsOwnEndAndTheRestIsSentOn() {
        List<CompletableFuture<Task>> tasks = submit(5);
        List<TaskRequest> requests = calls.call(0).requests();
        BitSet uncertain = new BitSet();
        uncertain.set(0);
        uncertain.set(3);

        calls.call(0)
                .fail(new PartialCallException(
                        new Task[] {null, Calls.task("second"), null, null, null},
                        uncertain,
                        new LinkupSubmissionUncertainException(
                                List.of(requests.get(0), requests.get(3)), new IllegalStateException("cut"))));
        calls.call(1).succeed();

        assertThat(calls.call(1).questions()).containsExactly("q3", "q5");
        assertThat(tasks.get(1).join().id()).isEqualTo("second");
        assertThat(tasks.get(2).join().id()).isEqualTo("q3");
        assertThat(tasks.get(4).join().id()).isEqualTo("q5");
        for (int i : new int[] {0, 3}) {
            assertThatThrownBy(tasks.get(i)::join)
                    .cause()
                    .isInstanceOfSatisfying(
                            LinkupSubmissionUncertainException.class,
                            failure -> assertThat(failure.getRequests()).containsExactly(requests.get(i)));
        }
    }

    @Test
    void aSenderThatThrowsFailsItsRequestsAndTheNextGoOut() {
        TaskCoalescer broken = new TaskCoalescer(
                1,
                LINGER,
                1,
                requests -> {
                    throw new IllegalStateException("stopped");
                },
                engineTimer);

        assertThat(broken.submit(request("a"))).isCompletedExceptionally();
        assertThat(broken.submit(request("b"))).isCompletedExceptionally();
    }
}

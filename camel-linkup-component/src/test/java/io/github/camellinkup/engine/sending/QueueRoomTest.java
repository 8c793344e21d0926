package io.github.camellinkup.engine.sending;

import static io.github.camellinkup.engine.sending.Calls.requests;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camellinkup.client.TaskSink;
import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupAuthenticationException;
import io.github.camellinkup.client.exception.LinkupTasksQueueLimitExceededException;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.model.Quota;
import io.github.camellinkup.client.model.StreamedPage;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.engine.HandDrivenTimer;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.pace.EngineTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueRoomTest {

    private static final LinkupTasksQueueLimitExceededException FULL =
            new LinkupTasksQueueLimitExceededException("The queue is full", ErrorAnswer.ofStatus(429));

    private final HandDrivenTimer timer = new HandDrivenTimer();
    private final EngineTimer engineTimer = new EngineTimer(timer);
    private final Calls calls = new Calls();
    private final List<Long> readsAtSecond = new ArrayList<>();
    private Quota quota = new Quota(1_000, 1_000);
    private RuntimeException readFailure;

    private final QueueRoom room =
            new QueueRoom(calls, this::page, Duration.ofMinutes(10), engineTimer, timer::nanoTime);

    private CompletionStage<StreamedPage> page(TaskQuery query, TaskSink sink) {
        assertThat(query.pageSize()).isEqualTo(1);
        readsAtSecond.add(Duration.ofNanos(timer.nanoTime()).toSeconds());
        if (readFailure != null) {
            return CompletableFuture.failedFuture(readFailure);
        }
        StreamedPage page = new StreamedPage(1, 1, 1, 1, quota, 1, 2);
        return sink.take(List.of(Calls.task("any"))).thenApply(taken -> page);
    }

    @Test
    void aCallThatFindsRoomReadsNothing() {
        CompletableFuture<List<Task>> created = room.send(requests(3)).toCompletableFuture();
        calls.call(0).succeed();

        assertThat(created.join()).extracting(Task::id).containsExactly("q1", "q2", "q3");
        assertThat(readsAtSecond).isEmpty();
    }

    @Test
    void aFullQueueIsWaitedOutAndReadLessAndLessOften() {
        CompletableFuture<List<Task>> created = room.send(requests(3)).toCompletableFuture();
        calls.call(0).fail(FULL);
        timer.advance(Duration.ofSeconds(70));
        assertThat(readsAtSecond).containsExactly(1L, 3L, 7L, 15L, 31L, 61L);
        assertThat(calls.count()).isEqualTo(1);

        quota = new Quota(997, 1_000);
        timer.advance(Duration.ofSeconds(30));
        calls.call(1).succeed();

        assertThat(calls.count()).isEqualTo(2);
        assertThat(created.join()).hasSize(3);
    }

    @Test
    void nothingIsSentBeforeTheTimeThatLinkupAsksFor() {
        room.send(requests(1));
        quota = new Quota(0, 1_000);
        calls.call(0).fail(fullFor(Duration.ofSeconds(45)));
        timer.advance(Duration.ofSeconds(44));
        assertThat(calls.count()).isEqualTo(1);
        timer.advance(Duration.ofSeconds(1));

        assertThat(calls.count()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {3_600, Long.MAX_VALUE})
    void aTimeThatIsLongerThanTheLongestWaitIsNotWaitedFor(long seconds) {
        LinkupTasksQueueLimitExceededException full = fullFor(Duration.ofSeconds(seconds));
        CompletableFuture<List<Task>> created = room.send(requests(1)).toCompletableFuture();

        calls.call(0).fail(full);

        assertThat(created).isCompletedExceptionally();
        assertThatThrownBy(created::join).hasCause(full);
    }

    private static LinkupTasksQueueLimitExceededException fullFor(Duration retryAfter) {
        return new LinkupTasksQueueLimitExceededException(
                "The queue is full", new ErrorAnswer(429, Optional.empty(), List.of(), Optional.of(retryAfter)));
    }

    @Test
    void roomThatAnotherTookMeanwhileIsWaitedForAgain() {
        CompletableFuture<List<Task>> created = room.send(requests(3)).toCompletableFuture();
        calls.call(0).fail(FULL);
        quota = new Quota(0, 1_000);
        timer.advance(Duration.ofSeconds(1));
        calls.call(1).fail(FULL);
        timer.advance(Duration.ofSeconds(2));
        calls.call(2).succeed();

        assertThat(created.join()).hasSize(3);
    }

    @Test
    void aReadThatFailsOrTellsNoQuotaIsNoReasonToGiveUp() {
        CompletableFuture<List<Task>> created = room.send(requests(1)).toCompletableFuture();
        calls.call(0).fail(FULL);
        readFailure = new LinkupUnknownException("cut", ErrorAnswer.NONE, true, false, null);
        timer.advance(Duration.ofSeconds(10));
        readFailure = null;
        quota = null;
        timer.advance(Duration.ofSeconds(10));
        quota = new Quota(0, 1_000);
        timer.advance(Duration.ofSeconds(30));
        calls.call(1).succeed();

        assertThat(created).isCompleted();
    }

    @Test
    void aQueueThatStaysFullIsGivenUpAfterTheLongestWait() {
        CompletableFuture<List<Task>> created = room.send(requests(1)).toCompletableFuture();
        calls.call(0).fail(FULL);
        timer.advance(Duration.ofMinutes(11));

        assertThatThrownBy(created::join).hasCause(FULL);
        assertThat(timer.waiting()).isZero();
        assertThat(calls.count()).isEqualTo(1);
    }

    @Test
    void aQueueThatIsSmallerThanTheCallTakesItInParts() {
        CompletableFuture<List<Task>> created = room.send(requests(5)).toCompletableFuture();
        calls.call(0).fail(FULL);
        quota = new Quota(0, 2);
        timer.advance(Duration.ofSeconds(1));
        calls.call(1).succeed();
        calls.call(2).fail(FULL);
        timer.advance(Duration.ofSeconds(1));
        calls.call(3).succeed();
        calls.call(4).succeed();

        assertThat(calls.call(1).questions()).containsExactly("q1", "q2");
        assertThat(calls.call(3).questions()).containsExactly("q3", "q4");
        assertThat(created.join()).extracting(Task::id).containsExactly("q1", "q2", "q3", "q4", "q5");
    }

    @Test
    void aFailureAfterAPartSaysWhatIsCreatedUncertainAndNotCreated() {
        CompletableFuture<List<Task>> created = room.send(requests(5)).toCompletableFuture();
        calls.call(0).fail(FULL);
        quota = new Quota(0, 2);
        timer.advance(Duration.ofSeconds(1));
        calls.call(1).succeed();
        calls.call(2)
                .fail(new LinkupSubmissionUncertainException(calls.call(2).requests(), new RuntimeException("cut")));

        assertThatThrownBy(created::join).cause().isInstanceOfSatisfying(PartialCallException.class, partial -> {
            assertThat(partial.created()).extracting(Task::id).containsExactly("q1", "q2");
            assertThat(partial.without(requests(5), true))
                    .extracting(Calls::question)
                    .containsExactly("q3", "q4");
            assertThat(partial.without(requests(5), false))
                    .extracting(Calls::question)
                    .containsExactly("q5");
        });
    }

    @Test
    void ofAPartThatMayHaveLandedNothingIsCalledNotCreated() {
        CompletableFuture<List<Task>> created = room.send(requests(5)).toCompletableFuture();
        calls.call(0).fail(FULL);
        quota = new Quota(0, 2);
        timer.advance(Duration.ofSeconds(1));
        calls.call(1)
                .fail(new LinkupSubmissionUncertainException(calls.call(1).requests(), new RuntimeException("cut")));

        assertThatThrownBy(created::join).cause().isInstanceOfSatisfying(PartialCallException.class, partial -> {
            assertThat(partial.without(requests(5), true))
                    .extracting(Calls::question)
                    .containsExactly("q1", "q2");
            assertThat(partial.without(requests(5), false))
                    .extracting(Calls::question)
                    .containsExactly("q3", "q4", "q5");
        });
    }

    @Test
    void ofACallThatHasLandedInPartItIsKeptWhatIsUncertain() {
        CompletableFuture<List<Task>> created = room.send(requests(3)).toCompletableFuture();
        BitSet uncertain = new BitSet();
        uncertain.set(1);
        calls.call(0)
                .fail(new PartialCallException(
                        new Task[] {Calls.task("q1"), null, null},
                        uncertain,
                        new LinkupSubmissionUncertainException(
                                calls.call(0).requests().subList(1, 2), new RuntimeException("cut"))));

        assertThatThrownBy(created::join)
                .cause()
                .isInstanceOfSatisfying(
                        PartialCallException.class, partial -> assertThat(partial.without(requests(3), true))
                                .extracting(Calls::question)
                                .containsExactly("q2"));
    }

    @Test
    void whereNothingCanBeWaitedForAFullQueueIsTheError() {
        CompletableFuture<List<Task>> created = room.send(requests(1)).toCompletableFuture();
        engineTimer.close();

        calls.call(0).fail(FULL);

        assertThat(created).isCompletedExceptionally();
    }

    @Test
    void aPartThatIsNotRecordedKeepsItsTasks() {
        CompletableFuture<List<Task>> created = room.send(requests(5)).toCompletableFuture();
        calls.call(0).fail(FULL);
        quota = new Quota(0, 2);
        timer.advance(Duration.ofSeconds(1));
        calls.call(1).succeed();
        calls.call(2)
                .fail(LinkupSubmissionUncertainException.notRecorded(
                        calls.call(2).requests(),
                        List.of(Calls.task("q3"), Calls.task("q4")),
                        new RuntimeException("the database is down")));

        assertThatThrownBy(created::join).cause().isInstanceOfSatisfying(PartialCallException.class, partial -> {
            assertThat(partial.created()).extracting(Task::id).containsExactly("q1", "q2", "q3", "q4");
            assertThat(partial.unrecorded()).extracting(Task::id).containsExactly("q3", "q4");
            assertThat(partial.without(requests(5), true)).isEmpty();
            assertThat(partial.without(requests(5), false))
                    .extracting(Calls::question)
                    .containsExactly("q5");
        });
    }

    @Test
    void ifThereIsRoomForAPartThePartIsSent() {
        CompletableFuture<List<Task>> created = room.send(requests(8)).toCompletableFuture();
        calls.call(0).fail(FULL);
        quota = new Quota(999, 1_000);
        timer.advance(Duration.ofSeconds(1));
        assertThat(calls.count()).as("one place is not worth a call yet").isEqualTo(1);
        quota = new Quota(998, 1_000);
        timer.advance(Duration.ofSeconds(2));
        assertThat(calls.call(1).questions()).containsExactly("q1", "q2");
        calls.call(1).succeed();
        calls.call(2).fail(FULL);
        quota = new Quota(0, 1_000);
        timer.advance(Duration.ofSeconds(1));
        calls.call(3).succeed();

        assertThat(created.join()).extracting(Task::id).containsExactly("q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8");
    }

    @Test
    void whereThereIsNeverMuchRoomOnePlaceIsEnough() {
        room.send(requests(8));
        calls.call(0).fail(FULL);
        quota = new Quota(999, 1_000);
        timer.advance(Duration.ofSeconds(15));

        assertThat(calls.call(1).questions()).containsExactly("q1");
    }

    @Test
    void aPartThatHadLandedKeepsItsPlaceWhileTheRestWaitsForRoom() {
        CompletableFuture<List<Task>> created = room.send(requests(3)).toCompletableFuture();
        calls.call(0).fail(new PartialCallException(new Task[] {null, Calls.task("q2"), null}, new BitSet(), FULL));
        quota = new Quota(0, 1_000);
        timer.advance(Duration.ofSeconds(1));
        assertThat(calls.call(1).questions()).containsExactly("q1", "q3");
        calls.call(1).succeed();

        assertThat(created.join()).extracting(Task::id).containsExactly("q1", "q2", "q3");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aKeyThatMayNotReadTheListEndsTheWait(int status) {
        CompletableFuture<List<Task>> created = room.send(requests(2)).toCompletableFuture();
        calls.call(0).fail(FULL);
        readFailure = new LinkupAuthenticationException("The key is refused", ErrorAnswer.ofStatus(status));
        timer.advance(Duration.ofSeconds(1));

        assertThatThrownBy(created::join).hasCause(readFailure);
        assertThat(timer.waiting()).isZero();
    }

    @Test
    void anotherErrorIsNotWaitedOut() {
        CompletableFuture<List<Task>> created = room.send(requests(1)).toCompletableFuture();
        RuntimeException failure = new LinkupUnknownException("cut", ErrorAnswer.NONE, true, true, null);
        calls.call(0).fail(failure);

        assertThatThrownBy(created::join).hasCause(failure);
        assertThat(readsAtSecond).isEmpty();
    }
}

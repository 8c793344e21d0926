package io.github.camellinkup.engine.submit;

import static io.github.camellinkup.engine.outbox.Calls.requests;
import static io.github.camellinkup.engine.submit.QuotaRun.FULL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camellinkup.client.model.Quota;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.HandDrivenTimer;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.outbox.Calls;
import io.github.camellinkup.engine.outbox.PartialCallException;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What becomes of a call whose requests go out in parts, as there is room for them. */
class QuotaPartsTest {

    private final QuotaRun run = new QuotaRun();
    private final QuotaSender sender = run.sender;
    private final Calls calls = run.calls;
    private final HandDrivenTimer timer = run.timer;

    @Test
    void aQueueThatIsSmallerThanTheCallTakesItInParts() {
        CompletableFuture<List<Task>> created = sender.send(requests(5)).toCompletableFuture();
        calls.call(0).fail(FULL);
        run.quota = new Quota(0, 2);
        timer.advance(Duration.ofSeconds(1));
        calls.call(1).succeed();
        timer.advance(Duration.ofSeconds(1));
        calls.call(2).succeed();
        timer.advance(Duration.ofSeconds(1));
        calls.call(3).succeed();

        assertThat(calls.call(1).questions()).containsExactly("q1", "q2");
        assertThat(calls.call(2).questions()).containsExactly("q3", "q4");
        assertThat(created.join()).extracting(Task::id).containsExactly("q1", "q2", "q3", "q4", "q5");
    }

    @Test
    void aFailureAfterAPartSaysWhatIsCreatedUncertainAndNotCreated() {
        CompletableFuture<List<Task>> created = sender.send(requests(5)).toCompletableFuture();
        calls.call(0).fail(FULL);
        run.quota = new Quota(0, 2);
        timer.advance(Duration.ofSeconds(1));
        calls.call(1).succeed();
        timer.advance(Duration.ofSeconds(1));
        calls.call(2)
                .fail(new LinkupSubmissionUncertainException(calls.call(2).requests(), new RuntimeException("cut")));

        assertThatThrownBy(created::join).cause().isInstanceOfSatisfying(PartialCallException.class, partial -> {
            assertThat(PartialCalls.created(partial, 5)).extracting(Task::id).containsExactly("q1", "q2");
            assertThat(PartialCalls.without(partial, requests(5), true))
                    .extracting(Calls::question)
                    .containsExactly("q3", "q4");
            assertThat(PartialCalls.without(partial, requests(5), false))
                    .extracting(Calls::question)
                    .containsExactly("q5");
        });
    }

    @Test
    void ofAPartThatMayHaveLandedNothingIsCalledNotCreated() {
        CompletableFuture<List<Task>> created = sender.send(requests(5)).toCompletableFuture();
        calls.call(0).fail(FULL);
        run.quota = new Quota(0, 2);
        timer.advance(Duration.ofSeconds(1));
        calls.call(1)
                .fail(new LinkupSubmissionUncertainException(calls.call(1).requests(), new RuntimeException("cut")));

        assertThatThrownBy(created::join).cause().isInstanceOfSatisfying(PartialCallException.class, partial -> {
            assertThat(PartialCalls.without(partial, requests(5), true))
                    .extracting(Calls::question)
                    .containsExactly("q1", "q2");
            assertThat(PartialCalls.without(partial, requests(5), false))
                    .extracting(Calls::question)
                    .containsExactly("q3", "q4", "q5");
        });
    }

    @Test
    void ofACallThatHasLandedInPartItIsKeptWhatIsUncertain() {
        CompletableFuture<List<Task>> created = sender.send(requests(3)).toCompletableFuture();
        BitSet uncertain = new BitSet();
        uncertain.set(1);
        calls.call(0)
                .fail(new PartialCallException(
                        new Task[] {Calls.task("q1"), null, null},
                        new BitSet(),
                        uncertain,
                        new LinkupSubmissionUncertainException(
                                calls.call(0).requests().subList(1, 2), new RuntimeException("cut"))));

        assertThatThrownBy(created::join)
                .cause()
                .isInstanceOfSatisfying(PartialCallException.class, partial -> assertThat(
                                PartialCalls.without(partial, requests(3), true))
                        .extracting(Calls::question)
                        .containsExactly("q2"));
    }

    @Test
    void aPartThatIsNotRecordedKeepsItsTasks() {
        CompletableFuture<List<Task>> created = sender.send(requests(5)).toCompletableFuture();
        calls.call(0).fail(FULL);
        run.quota = new Quota(0, 2);
        timer.advance(Duration.ofSeconds(1));
        calls.call(1).succeed();
        timer.advance(Duration.ofSeconds(1));
        calls.call(2)
                .fail(LinkupSubmissionUncertainException.notRecorded(
                        calls.call(2).requests(),
                        List.of(Calls.task("q3"), Calls.task("q4")),
                        new RuntimeException("the database is down")));

        assertThatThrownBy(created::join).cause().isInstanceOfSatisfying(PartialCallException.class, partial -> {
            assertThat(PartialCalls.created(partial, 5)).extracting(Task::id).containsExactly("q1", "q2", "q3", "q4");
            assertThat(PartialCalls.unrecorded(partial, 5)).extracting(Task::id).containsExactly("q3", "q4");
            assertThat(PartialCalls.without(partial, requests(5), true)).isEmpty();
            assertThat(PartialCalls.without(partial, requests(5), false))
                    .extracting(Calls::question)
                    .containsExactly("q5");
        });
    }

    @Test
    void ifThereIsRoomForAPartThePartIsSentAndTheRestWithinTheNextSeconds() {
        CompletableFuture<List<Task>> created = sender.send(requests(8)).toCompletableFuture();
        calls.call(0).fail(FULL);
        run.quota = new Quota(999, 1_000);
        timer.advance(Duration.ofSeconds(1));
        assertThat(calls.call(1).questions()).containsExactly("q1");
        calls.call(1).succeed();
        run.quota = new Quota(998, 1_000);
        timer.advance(Duration.ofSeconds(1));
        calls.call(2).succeed();
        run.quota = new Quota(0, 1_000);
        timer.advance(Duration.ofSeconds(1));
        calls.call(3).succeed();

        assertThat(run.readsAtSecond).containsExactly(1L, 2L, 3L);
        assertThat(created.join()).extracting(Task::id).containsExactly("q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8");
    }

    @Test
    void aPartThatHadLandedKeepsItsPlaceWhileTheRestWaitsForRoom() {
        CompletableFuture<List<Task>> created = sender.send(requests(3)).toCompletableFuture();
        calls.call(0)
                .fail(new PartialCallException(
                        new Task[] {null, Calls.task("q2"), null}, new BitSet(), new BitSet(), FULL));
        run.quota = new Quota(0, 1_000);
        timer.advance(Duration.ofSeconds(1));
        assertThat(calls.call(1).questions()).containsExactly("q1", "q3");
        calls.call(1).succeed();

        assertThat(created.join()).extracting(Task::id).containsExactly("q1", "q2", "q3");
    }
}

package io.github.camellinkup.engine.submit;

import static io.github.camellinkup.engine.outbox.Calls.requests;
import static io.github.camellinkup.engine.submit.QuotaRun.FULL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupAuthenticationException;
import io.github.camellinkup.client.exception.LinkupTasksQueueLimitExceededException;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.model.Quota;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.HandDrivenTimer;
import io.github.camellinkup.engine.outbox.Calls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How room in a full queue is waited for. */
class QueueQuotaTest {

    private final QuotaRun run = new QuotaRun();
    private final QuotaSender sender = run.sender;
    private final Calls calls = run.calls;
    private final HandDrivenTimer timer = run.timer;

    @Test
    void aCallThatFindsRoomReadsNothing() {
        CompletableFuture<List<Task>> created = sender.send(requests(3)).toCompletableFuture();
        calls.call(0).succeed();

        assertThat(created.join()).extracting(Task::id).containsExactly("q1", "q2", "q3");
        assertThat(run.readsAtSecond).isEmpty();
    }

    @Test
    void aFullQueueIsWaitedOutAndReadLessAndLessOften() {
        CompletableFuture<List<Task>> created = sender.send(requests(3)).toCompletableFuture();
        calls.call(0).fail(FULL);
        timer.advance(Duration.ofSeconds(70));
        assertThat(run.readsAtSecond).containsExactly(1L, 3L, 7L, 15L, 25L, 35L, 45L, 55L, 65L);
        assertThat(calls.count()).isEqualTo(1);

        run.quota = new Quota(997, 1_000);
        timer.advance(Duration.ofSeconds(30));
        calls.call(1).succeed();

        assertThat(calls.count()).isEqualTo(2);
        assertThat(created.join()).hasSize(3);
    }

    @Test
    void nothingIsSentBeforeTheTimeThatLinkupAsksFor() {
        sender.send(requests(1));
        run.quota = new Quota(0, 1_000);
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
        CompletableFuture<List<Task>> created = sender.send(requests(1)).toCompletableFuture();

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
        CompletableFuture<List<Task>> created = sender.send(requests(3)).toCompletableFuture();
        calls.call(0).fail(FULL);
        run.quota = new Quota(0, 1_000);
        timer.advance(Duration.ofSeconds(1));
        calls.call(1).fail(FULL);
        timer.advance(Duration.ofSeconds(2));
        calls.call(2).succeed();

        assertThat(created.join()).hasSize(3);
    }

    @Test
    void aReadThatFailsOrTellsNoQuotaIsNoReasonToGiveUp() {
        CompletableFuture<List<Task>> created = sender.send(requests(1)).toCompletableFuture();
        calls.call(0).fail(FULL);
        run.readFailure = new LinkupUnknownException("cut", ErrorAnswer.NONE, true, false, null);
        timer.advance(Duration.ofSeconds(10));
        run.readFailure = null;
        run.quota = null;
        timer.advance(Duration.ofSeconds(10));
        run.quota = new Quota(0, 1_000);
        timer.advance(Duration.ofSeconds(30));
        calls.call(1).succeed();

        assertThat(created).isCompleted();
    }

    @Test
    void aQueueThatStaysFullIsGivenUpAfterTheLongestWait() {
        CompletableFuture<List<Task>> created = sender.send(requests(1)).toCompletableFuture();
        calls.call(0).fail(FULL);
        timer.advance(Duration.ofMinutes(11));

        assertThatThrownBy(created::join).hasCause(FULL);
        assertThat(timer.waiting()).isZero();
        assertThat(calls.count()).isEqualTo(1);
    }

    @Test
    void whereNothingCanBeWaitedForAFullQueueIsTheError() {
        CompletableFuture<List<Task>> created = sender.send(requests(1)).toCompletableFuture();
        run.engineTimer.close();

        calls.call(0).fail(FULL);

        assertThat(created).isCompletedExceptionally();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aKeyThatMayNotReadTheListEndsTheWait(int status) {
        CompletableFuture<List<Task>> created = sender.send(requests(2)).toCompletableFuture();
        calls.call(0).fail(FULL);
        run.readFailure = new LinkupAuthenticationException("The key is refused", ErrorAnswer.ofStatus(status));
        timer.advance(Duration.ofSeconds(1));

        assertThatThrownBy(created::join).hasCause(run.readFailure);
        assertThat(timer.waiting()).isZero();
    }

    @Test
    void anotherErrorIsNotWaitedOut() {
        CompletableFuture<List<Task>> created = sender.send(requests(1)).toCompletableFuture();
        RuntimeException failure = new LinkupUnknownException("cut", ErrorAnswer.NONE, true, true, null);
        calls.call(0).fail(failure);

        assertThatThrownBy(created::join).hasCause(failure);
        assertThat(run.readsAtSecond).isEmpty();
    }

    @Test
    void whatAPageOfOthersTellsIsEnough() {
        CompletableFuture<List<Task>> created = sender.send(requests(3)).toCompletableFuture();
        calls.call(0).fail(FULL);
        run.queue.quotaRead(new Quota(997, 1_000));
        calls.call(1).succeed();

        assertThat(created.join()).hasSize(3);
        timer.advance(Duration.ofMinutes(1));
        assertThat(run.readsAtSecond).isEmpty();
    }

    @Test
    void severalWaitInOrderAndShareTheRoom() {
        List<CompletableFuture<List<Task>>> batches = new ArrayList<>();
        batches.add(sender.send(requests(5)).toCompletableFuture());
        calls.call(0).fail(FULL);
        QuotaSender other = new QuotaSender(calls, run.queue, Duration.ofMinutes(10), run.engineTimer);
        batches.add(other.send(requests(2)).toCompletableFuture());
        batches.add(other.send(requests(4)).toCompletableFuture());
        assertThat(calls.count()).as("those that come later do not try").isEqualTo(1);

        run.queue.quotaRead(new Quota(92, 100));

        assertThat(calls.call(1).requests()).hasSize(5);
        assertThat(calls.call(2).requests()).hasSize(2);
        assertThat(calls.call(3).questions()).containsExactly("q1");
        assertThat(calls.count()).isEqualTo(4);
        run.queue.quotaRead(new Quota(92, 100));
        assertThat(calls.count())
                .as("the quota does not count what is on its way")
                .isEqualTo(4);
        for (int call = 1; call <= 3; call++) {
            calls.call(call).succeed();
        }
        run.queue.quotaRead(new Quota(90, 100));
        calls.call(4).succeed();

        assertThat(calls.call(4).questions()).containsExactly("q2", "q3", "q4");
        assertThat(batches).allMatch(CompletableFuture::isDone);
    }

    @Test
    void aCallThatIsRefusedAgainKeepsItsPlace() {
        sender.send(requests(5));
        calls.call(0).fail(FULL);
        sender.send(requests(2));
        run.queue.quotaRead(new Quota(97, 100));
        calls.call(1).fail(FULL);

        run.queue.quotaRead(new Quota(95, 100));

        assertThat(calls.call(2).requests()).hasSize(5);
        assertThat(calls.count()).isEqualTo(3);
    }
}

package io.github.camellinkup.engine.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.CallLimiter;
import io.github.camellinkup.client.exception.LinkupTooManyRequestsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may go when, in driven time. Without jitter unless a test sets it. */
class RateLimiterTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration TRAVEL = Duration.ofMillis(25);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Runnable owner = () -> {};
    private final List<RateLimiter.Permit> gone = new ArrayList<>();
    private long now = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos();
    private double random;
    private final RateLimiter limiter = new RateLimiter(() -> now, SECOND, TRAVEL, () -> random);

    private RateLimiter.Permit queue(int limit) {
        return limiter.queue(owner, limit, PATIENCE, false);
    }

    /** Lets go who may, and tells how long the next one has to wait. */
    private Duration release() {
        List<RateLimiter.Permit> granted = limiter.release();
        granted.forEach(RateLimiter.Permit::grant);
        gone.addAll(granted);
        return limiter.delay();
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private List<RateLimiter.Permit> queue(int calls, int limit) {
        List<RateLimiter.Permit> queued = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            queued.add(queue(limit));
        }
        return queued;
    }

    @Test
    void aBurstGoesAtOnceAndTheRestInOrderWhenItHasLeftThePeriod() {
        List<RateLimiter.Permit> calls = queue(7, 3);

        assertThat(release()).isEqualTo(SECOND.plus(TRAVEL));
        assertThat(gone).isEqualTo(calls.subList(0, 3));
        pass(SECOND.plus(TRAVEL).minusNanos(1));
        assertThat(release()).isEqualTo(Duration.ofNanos(1));
        pass(Duration.ofNanos(1));
        assertThat(release()).isEqualTo(SECOND.plus(TRAVEL));
        assertThat(gone).isEqualTo(calls.subList(0, 6));
        pass(SECOND.plus(TRAVEL));
        assertThat(release()).isNull();
        assertThat(gone).isEqualTo(calls).allMatch(RateLimiter.Permit::isDone);
    }

    @Test
    void noPeriodHoldsMoreWhereverItBegins() {
        for (int i = 0; i < 3; i++) {
            queue(3);
            release();
            pass(Duration.ofMillis(300));
        }
        queue(2, 3);

        assertThat(release()).isEqualTo(Duration.ofMillis(125));
        pass(Duration.ofMillis(125));
        assertThat(release()).isEqualTo(Duration.ofMillis(300));
        assertThat(gone).hasSize(4);
    }

    @Test
    void aPauseIsNotSavedUp() {
        pass(Duration.ofHours(1));
        queue(5, 2);

        release();

        assertThat(gone).hasSize(2);
    }

    @Test
    void aCallCountsFromWhenItReallyLeft() {
        RateLimiter.Permit first = queue(1);
        release();
        pass(Duration.ofMillis(400));
        first.left();
        queue(1);

        assertThat(release()).isEqualTo(SECOND.plus(TRAVEL));
        pass(SECOND.plus(TRAVEL));
        assertThat(release()).isNull();
    }

    @Test
    void aCallThatLeavesAfterItsTimeCountsAgain() {
        RateLimiter.Permit first = queue(1);
        release();
        pass(Duration.ofSeconds(5));
        RateLimiter.Permit second = queue(1);
        first.left();

        assertThat(release()).isEqualTo(SECOND.plus(TRAVEL));
        assertThat(second).isNotDone();
    }

    @Test
    void anAnswerShowsThatACallHasArrived() {
        RateLimiter reads = new RateLimiter(() -> now, SECOND, SECOND, () -> random);
        RateLimiter.Permit first = reads.queue(owner, 1, PATIENCE, false);
        reads.release().forEach(RateLimiter.Permit::grant);
        reads.queue(owner, 1, PATIENCE, false);
        assertThat(reads.delay()).as("it may still be on its way").isEqualTo(Duration.ofSeconds(2));

        pass(Duration.ofMillis(40));
        first.answered(200);
        assertThat(reads.delay()).isEqualTo(SECOND);
        pass(Duration.ofMillis(500));
        first.answered(200);
        assertThat(reads.delay()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void jitterMakesThePeriodALittleLonger() {
        random = 1;
        queue(2, 1);

        assertThat(release()).isEqualTo(Duration.ofMillis(1_060).plus(TRAVEL));
    }

    @Test
    void theLowestLimitOfAllOwnersHoldsUntilItsOwnerLeaves() {
        Runnable other = () -> {};
        limiter.queue(other, 2, PATIENCE, false);
        List<RateLimiter.Permit> calls = queue(4, 3);
        release();
        assertThat(gone).hasSize(2);

        limiter.leave(other, new IllegalStateException("gone"));
        release();

        assertThat(gone).hasSize(3);
        assertThat(calls.get(2)).isNotDone();
    }

    @Test
    void anOwnerThatLeavesTakesItsWaitingCallsAlong() {
        Runnable other = () -> {};
        queue(1);
        RateLimiter.Permit waiting = limiter.queue(other, 1, PATIENCE, false);
        RateLimiter.Permit next = queue(1);
        release();

        limiter.leave(other, new IllegalStateException("gone"));
        pass(SECOND.plus(TRAVEL));
        release();

        assertThat(waiting).isCompletedExceptionally();
        assertThat(next).isCompleted();
    }

    @Test
    void aCancelledCallGivesItsPlaceUp() {
        List<RateLimiter.Permit> calls = queue(3, 1);
        release();

        calls.get(1).cancel(false);
        pass(SECOND.plus(TRAVEL));
        release();

        assertThat(calls.get(2)).isCompleted();
    }

    @Test
    void aRefusalHoldsAllBackAndTheRefusedGoFirstInTheirOrder() {
        List<RateLimiter.Permit> calls = queue(12, 10);
        release();
        calls.get(3).refused(null);
        calls.get(7).refused(null);
        RateLimiter.Permit third = limiter.queue(owner, 10, PATIENCE, true);
        RateLimiter.Permit seventh = limiter.queue(owner, 10, PATIENCE, true);
        gone.clear();

        assertThat(release()).as("what was refused counts for a period").isEqualTo(SECOND.plus(TRAVEL));
        pass(SECOND.plus(TRAVEL));
        release();
        assertThat(gone).isEqualTo(List.of(third, seventh));
        pass(SECOND);
        release();

        assertThat(gone).isEqualTo(List.of(third, seventh, calls.get(10), calls.get(11)));
    }

    @Test
    void callsThatAreRefusedTogetherSlowDownOnceAndAnswersBringTheOldPaceBack() {
        List<RateLimiter.Permit> calls = queue(10, 10);
        release();
        pass(Duration.ofMillis(100));
        calls.subList(5, 10).forEach(call -> call.refused(null));
        pass(Duration.ofMillis(250));
        queue(6, 10);
        pass(Duration.ofMillis(675));
        assertThat(release()).as("a period of 1.05 s for ten calls").isEqualTo(Duration.ofMillis(50));

        calls.subList(0, 5).forEach(call -> call.answered(200));
        assertThat(release()).isNull();
    }

    @Test
    void withoutRetryAfterThePauseIsAPartOfThePeriod() {
        RateLimiter.Permit call = queue(10);
        release();
        call.refused(null);
        queue(10);

        assertThat(release()).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void refusalsInARowMakeThePauseLonger() {
        Duration before = Duration.ZERO;
        for (int refusal = 0; refusal < 5; refusal++) {
            RateLimiter.Permit call = limiter.queue(owner, 100, PATIENCE, refusal > 0);
            Duration wait = release();
            if (wait != null) {
                assertThat(wait).isGreaterThan(before);
                before = wait;
                pass(wait);
                release();
            }
            assertThat(call).isCompleted();
            pass(Duration.ofNanos(1));
            call.refused(null);
        }
        queue(100);
        assertThat(release()).isGreaterThan(before).isLessThan(SECOND);
    }

    @Test
    void retryAfterIsKeptToWhateverTheLimit() {
        RateLimiter.Permit call = queue(10);
        release();
        call.refused(Duration.ofSeconds(20));
        queue(10);

        assertThat(release()).isEqualTo(Duration.ofSeconds(20));
        pass(Duration.ofSeconds(20));
        assertThat(release()).isNull();
        assertThat(gone).hasSize(2);
    }

    @Test
    void whoMayNotWaitThatLongFailsAndIsToldHowLongItIs() {
        RateLimiter.Permit call = queue(1);
        RateLimiter.Permit waiting = queue(1);
        RateLimiter.Permit patient = limiter.queue(owner, 1, Duration.ofHours(2), false);
        release();

        call.refused(Duration.ofHours(1));
        pass(Duration.ofMinutes(1));
        RateLimiter.Permit later = queue(1);

        assertThat(waiting.handle(RateLimiterTest::failure).join())
                .isInstanceOf(LinkupTooManyRequestsException.class)
                .hasMessageContaining("3600 s")
                .hasMessageContaining("maxRetryDelay");
        assertThat(later.handle(RateLimiterTest::failure).join()).hasMessageContaining("3540 s");
        assertThat(release()).isEqualTo(Duration.ofMinutes(59));
        assertThat(patient).isNotDone();
    }

    @Test
    void aWaitOfYearsIsTakenForADay() {
        RateLimiter.Permit call = queue(1);
        release();

        call.refused(Duration.ofSeconds(Long.MAX_VALUE));
        limiter.queue(owner, 1, Duration.ofDays(2), false);

        assertThat(release()).isEqualTo(Duration.ofDays(1));
    }

    private static Throwable failure(CallLimiter.Pass pass, Throwable failure) {
        return failure;
    }
}

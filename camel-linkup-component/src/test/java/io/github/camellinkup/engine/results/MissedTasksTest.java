package io.github.camellinkup.engine.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.engine.repository.PendingTask;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When it is believed that Linkup does not know a task any more. */
class MissedTasksTest {

    private static final Instant NOON = Instant.parse("2026-05-18T12:00:00Z");

    private final AtomicLong nanoTime = new AtomicLong();
    private final MissedTasks missed = new MissedTasks(nanoTime::get);

    private static PendingTask task(String id, Instant createdAt) {
        return new PendingTask(id, "search", createdAt, null, Map.of(), null, null, 0);
    }

    private void pass(int seconds) {
        nanoTime.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private void expire(String id) {
        missed.isExpired(task(id, NOON));
        pass(60);
        assertThat(missed.isExpired(task(id, NOON))).isTrue();
    }

    @Test
    void itHasToBeSaidTwiceAMinuteApart() {
        missed.created(NOON.plusSeconds(60));
        pass(600);
        missed.created(NOON.plusSeconds(60));

        assertThat(missed.isExpired(task("a", NOON))).isFalse();
        pass(59);
        assertThat(missed.isExpired(task("a", NOON))).isFalse();
        pass(1);
        assertThat(missed.isExpired(task("a", NOON))).isTrue();
    }

    @Test
    void afterOneThatHasExpiredOnceIsEnough() {
        missed.created(NOON.plusSeconds(60));
        expire("a");
        missed.created(NOON.plusSeconds(60));

        assertThat(missed.isExpired(task("b", NOON.plusSeconds(30)))).isTrue();
        pass(59);
        assertThat(missed.isExpired(task("c", NOON.plusSeconds(60)))).isTrue();
        pass(60);
        assertThat(missed.isExpired(task("d", NOON.plusSeconds(30)))).isFalse();
    }

    @Test
    void ofATaskThatMayHaveJustBeenCreatedItHasToBeSaidTwice() {
        missed.created(NOON.plusSeconds(60));
        expire("a");
        missed.created(NOON.plusSeconds(120));

        assertThat(missed.isExpired(task("young", NOON.plusSeconds(90)))).isFalse();
        assertThat(missed.isExpired(task("unknown", null))).isFalse();
    }

    @Test
    void whatWasCreatedLessThanAMinuteAgoIsYoungHoweverOftenItIsAskedWhatIsOutstanding() {
        missed.created(NOON);
        expire("a");
        for (int second = 0; second < 10; second++) {
            missed.created(NOON.plusSeconds(60 + second));
            pass(1);
        }

        assertThat(missed.isExpired(task("young", NOON.plusSeconds(62)))).isFalse();
    }
}

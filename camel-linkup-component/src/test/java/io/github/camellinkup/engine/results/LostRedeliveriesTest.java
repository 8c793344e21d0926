package io.github.camellinkup.engine.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.SimulatedLinkup;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Results whose exchanges have failed and that expire before they are due again, with {@code taskScope=all}. */
class LostRedeliveriesTest {

    private static final Duration TURN = Duration.ofMillis(1_025);
    private static final int LOST = 20;

    private final SimulatedLinkup list = new SimulatedLinkup();
    private final Set<String> seen = new HashSet<>();
    private final List<String> expired = new ArrayList<>();
    private final TaskSelection selection = new AllTasks(
            new SeenTasks() {
                @Override
                public boolean contains(String taskId) {
                    return seen.contains(taskId);
                }

                @Override
                public void add(String taskId) {
                    seen.add(taskId);
                }
            },
            new OpenResults(list::nanoTime),
            new MemoryTaskRepository(),
            tasks -> Set.of(),
            new SelectionOptions(Set.of(), Set.of(TaskStatus.COMPLETED), -1),
            Recorders.direct(),
            WatermarkStore.NONE,
            SimulatedLinkup.START,
            ((InstantSource) list::now).withZone(ZoneOffset.UTC),
            list::nanoTime);
    private final ResultSubscription subscription =
            new ResultSubscription(new ResultReader(list, Runnable::run), list, selection, Set.of(), list::nanoTime);

    private void take(FinishedTask finished) {
        if (finished.isExpired()) {
            expired.add(finished.id());
            selection.taken(finished);
        } else if (finished.id().startsWith("lost")) {
            selection.failed(finished, "the CRM is down");
        } else {
            selection.taken(finished);
        }
    }

    private void poll(Duration time) {
        Instant end = list.now().plus(time);
        while (list.now().isBefore(end)) {
            boolean isDue = subscription.prepareRead();
            list.advance(TURN);
            if (isDue) {
                subscription.read().join().forEach(this::take);
                subscription.handedOn();
            }
        }
    }

    @Test
    void theyAreReportedAsExpiredAndTheListIsNotReadForEver() {
        for (int i = 0; i < LOST; i++) {
            list.add("lost" + i, "search", Duration.ZERO, Duration.ofSeconds(1));
        }
        for (int i = 0; i < 1_000; i++) {
            list.add("other" + i, "search", Duration.ZERO, Duration.ofMillis(2_000 + i));
        }
        poll(Duration.ofSeconds(30));
        assertThat(seen).hasSize(1_000);
        for (int i = 0; i < LOST; i++) {
            list.expire("lost" + i);
        }
        poll(Duration.ofMinutes(12));
        assertThat(expired).hasSize(LOST).doesNotHaveDuplicates();

        poll(Duration.ofMinutes(10));
        int reads = list.reads();
        poll(Duration.ofMinutes(10));
        assertThat(list.reads() - reads).as("all is quiet").isLessThanOrEqualTo(85);
    }
}

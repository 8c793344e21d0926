package io.github.camellinkup.engine.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.SimulatedLinkup;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A list that moves at each read, as in the night when a large batch is sent and that of the night before expires. */
class CreatedTasksScanTest {

    private static final int WANTED = 2_000;

    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
    private static final LinkupRequest REQUEST = SearchRequest.builder().q("q").build();

    private final Deque<Task> list = new ArrayDeque<>();
    private int number;

    private void add(int tasks) {
        for (int i = 0; i < tasks; i++) {
            // A call creates a hundred tasks at one time.
            list.addFirst(SimulatedLinkup.task("task-" + number, REQUEST, TIME.plusSeconds(number / 100)));
            number++;
        }
    }

    private void expire(int tasks) {
        for (int i = 0; i < tasks && !list.isEmpty(); i++) {
            list.removeLast();
        }
    }

    @ParameterizedTest(name = "{0} created, {1} expired for each read")
    @CsvSource({
        "0, 0, 21",
        "0, 1, 26",
        "0, 30, 26",
        "0, 300, 26",
        "30, 0, 30",
        "50, 0, 42",
        "99, 0, 42",
        "130, 0, 42",
        "199, 0, 42",
        "450, 0, 42",
        "30, 60, 42",
        "60, 30, 60"
    })
    void aScanGetsToItsEnd(int created, int expired, int mostReads) {
        add(30_000);
        Set<String> wanted = new HashSet<>();
        list.stream().limit(WANTED).map(Task::id).forEach(wanted::add);
        Instant since = list.stream().skip(WANTED - 1).findFirst().orElseThrow().createdAt();
        ScanRun run = new ScanRun(since);

        run.readBackTo(since, mostReads, query -> {
            if (run.reads > 1) {
                add(created);
                expire(expired);
            }
            return SimulatedLinkup.pageOf(List.copyOf(list), Map.of(), query);
        });

        assertThat(run.met).containsAll(wanted);
    }
}

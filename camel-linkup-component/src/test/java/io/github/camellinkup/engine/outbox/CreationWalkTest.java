package io.github.camellinkup.engine.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.Task;
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
class CreationWalkTest {

    private static final int WANTED = 2_000;
    private static final int PAGES = WANTED / 100;

    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
    private static final LinkupRequest REQUEST = SearchRequest.builder().q("q").build();

    private final Deque<Task> list = new ArrayDeque<>();
    private int number;
    private int reads;

    private void add(int tasks) {
        for (int i = 0; i < tasks; i++) {
            // A call creates a hundred tasks at one time.
            list.addFirst(FakeApi.task("task-" + number, REQUEST, TIME.plusSeconds(number / 100)));
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
    void aWalkGetsToItsEnd(int created, int expired, int mostReads) {
        add(30_000);
        Set<String> wanted = new HashSet<>();
        list.stream().limit(WANTED).map(Task::id).forEach(wanted::add);
        Instant since = list.stream().skip(WANTED - 1).findFirst().orElseThrow().createdAt();
        TaskLister moving = (query, sink) -> {
            if (reads++ > 0) {
                add(created);
                expire(expired);
            }
            assertThat(reads).as("reads of %d pages", PAGES).isLessThanOrEqualTo(mostReads);
            return FakeApi.page(List.copyOf(list), Map.of(), query, sink);
        };
        CreationWalk.Listener met = new CreationWalk.Listener() {
            @Override
            public void met(Task task) {
                wanted.remove(task.id());
            }

            @Override
            public void passedOver(String id, Instant latest) {
                throw new AssertionError("none is too large");
            }
        };

        new CreationWalk(moving, Set.of(), since, met, Runnable::run)
                .walk()
                .toCompletableFuture()
                .join();

        assertThat(wanted).isEmpty();
    }
}

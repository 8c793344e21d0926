package io.github.camellinkup.engine.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskIdentity;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.engine.SimulatedLinkup;
import io.github.camellinkup.engine.outbox.CreatedTasksScan.UnreadableTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * A list that grows, shrinks, shifts and ties while it is read, and of which some tasks are too large to be read: nothing
 * that stays in it is missed.
 */
class CreatedTasksScanPropertyTest {

    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
    private static final LinkupRequest REQUEST = SearchRequest.builder().q("q").build();

    private final List<Task> list = new ArrayList<>();
    private final Map<String, TaskIdentity> oversized = new HashMap<>();
    private int number;
    private Instant newest = TIME;

    /** Where the id of a task that cannot be read is known, tasks leave at the end of the list, as they expire. */
    @Property(tries = 2_000)
    void nothingThatStaysInTheListIsMissed(
            @ForAll Random random,
            @ForAll @IntRange(max = 60) int size,
            @ForAll @IntRange(min = 1, max = 10) int page,
            @ForAll boolean isNamed) {
        list.clear();
        oversized.clear();
        newest = TIME;
        grow(random, size);
        Set<Task> stays = new HashSet<>(list);
        Instant since = TIME.plusSeconds(random.nextInt(10));
        ScanRun run = new ScanRun(since);

        run.readBackTo(since, 5_000, query -> {
            if (run.reads > 1 && run.reads < 100) {
                move(random, page, stays, isNamed);
            }
            TaskQuery smaller = new TaskQuery(
                    query.page(),
                    Math.min(page, query.pageSize()),
                    query.sortBy(),
                    query.sortDirection(),
                    query.statuses(),
                    query.types());
            return SimulatedLinkup.pageOf(List.copyOf(list), isNamed ? oversized : unnamed(), smaller);
        });

        for (Task task : stays) {
            boolean isMet = run.met.contains(task.id()) || task.createdAt().isBefore(since);
            assertThat(isMet || run.scan.unreadable().stream().anyMatch(unread -> canBe(unread, task)))
                    .as("%s of %s", task.id(), task.createdAt())
                    .isTrue();
        }
    }

    private static boolean canBe(UnreadableTask unread, Task task) {
        return (unread.id() == null || unread.id().equals(task.id()))
                && (unread.latest() == null || !unread.latest().isBefore(task.createdAt()));
    }

    private Map<String, TaskIdentity> unnamed() {
        Map<String, TaskIdentity> unnamed = new HashMap<>();
        oversized.keySet().forEach(id -> unnamed.put(id, new TaskIdentity(null, null, null)));
        return unnamed;
    }

    private void move(Random random, int page, Set<Task> stays, boolean atTheEnd) {
        if (random.nextBoolean()) {
            grow(random, random.nextInt(2 * page));
        }
        for (int i = random.nextInt(3) == 0 ? random.nextInt(2 * page) : 0; i > 0 && !list.isEmpty(); i--) {
            stays.remove(list.remove(atTheEnd ? list.size() - 1 : random.nextInt(list.size())));
        }
    }

    /** New tasks enter at the beginning; often several of one time. */
    private void grow(Random random, int count) {
        for (int i = 0; i < count; i++) {
            newest = newest.plusSeconds(random.nextInt(3) == 0 ? 1 : 0);
            Task task = SimulatedLinkup.task("task-" + number++, REQUEST, newest);
            list.add(0, task);
            if (random.nextInt(4) == 0) {
                Instant known = random.nextBoolean() ? newest : null;
                oversized.put(task.id(), new TaskIdentity(task.id(), known, null));
            }
        }
    }
}

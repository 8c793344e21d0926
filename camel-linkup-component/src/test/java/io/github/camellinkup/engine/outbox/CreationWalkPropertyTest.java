package io.github.camellinkup.engine.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.OversizedTask;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskQuery;
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
class CreationWalkPropertyTest {

    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
    private static final LinkupRequest REQUEST = SearchRequest.builder().q("q").build();

    private final List<Task> list = new ArrayList<>();
    private final Map<String, OversizedTask> oversized = new HashMap<>();
    private final Map<String, Instant> createdAt = new HashMap<>();
    private int number;
    private Instant newest = TIME;

    @Property(tries = 2_000)
    void nothingThatStaysInTheListIsMissed(
            @ForAll Random random,
            @ForAll @IntRange(max = 60) int size,
            @ForAll @IntRange(min = 1, max = 10) int page) {
        list.clear();
        grow(random, size);
        Set<Task> stays = new HashSet<>(list);
        Instant since = TIME.plusSeconds(random.nextInt(10));
        Met met = new Met();
        int[] reads = new int[1];

        TaskLister moving = (query, sink) -> {
            if (reads[0]++ > 0 && reads[0] < 100) {
                if (random.nextBoolean()) {
                    grow(random, random.nextInt(2 * page));
                }
                for (int i = random.nextInt(3) == 0 ? random.nextInt(2 * page) : 0; i > 0 && !list.isEmpty(); i--) {
                    stays.remove(list.remove(random.nextInt(list.size())));
                }
            }
            TaskQuery smaller = new TaskQuery(
                    query.page(),
                    Math.min(page, query.pageSize()),
                    query.sortBy(),
                    query.sortDirection(),
                    query.statuses(),
                    query.types());
            return FakeApi.page(List.copyOf(list), oversized, smaller, sink);
        };
        new CreationWalk(moving, Set.of(), since, met, Runnable::run)
                .walk()
                .toCompletableFuture()
                .join();

        assertThat(met.ids)
                .containsAll(stays.stream()
                        .filter(task -> !task.createdAt().isBefore(since))
                        .map(Task::id)
                        .toList());
    }

    /** New tasks enter at the head; often several of one time. */
    private void grow(Random random, int count) {
        for (int i = 0; i < count; i++) {
            newest = newest.plusSeconds(random.nextInt(3) == 0 ? 1 : 0);
            Task task = FakeApi.task("task-" + number++, REQUEST, newest);
            list.add(0, task);
            createdAt.put(task.id(), newest);
            if (random.nextInt(4) == 0) {
                Instant known = random.nextBoolean() ? newest : null;
                oversized.put(task.id(), new OversizedTask(0, task.id(), known, null));
            }
        }
    }

    private final class Met implements CreationWalk.Listener {

        private final Set<String> ids = new HashSet<>();

        @Override
        public void met(Task task) {
            ids.add(task.id());
        }

        @Override
        public void passedOver(String id, Instant latest) {
            ids.add(id);
            assertThat(latest == null || !latest.isBefore(createdAt.get(id)))
                    .as("%s was created no later than %s", id, latest)
                    .isTrue();
        }
    }
}

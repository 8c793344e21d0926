package io.github.camellinkup.engine.repository;

import static io.github.camellinkup.engine.repository.Tasks.NOON;
import static io.github.camellinkup.engine.repository.Tasks.TOMORROW;
import static io.github.camellinkup.engine.repository.Tasks.awaited;
import static io.github.camellinkup.engine.repository.Tasks.entry;
import static io.github.camellinkup.engine.repository.Tasks.id;
import static io.github.camellinkup.engine.repository.Tasks.ids;
import static io.github.camellinkup.engine.repository.Tasks.request;
import static io.github.camellinkup.engine.repository.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every repository promises of tasks, from their creation to the end of their results. */
interface TasksContract extends RepositoryContract {

    @Test
    default void aTaskComesBackWithAllThatWasKept() {
        PendingTask task = new PendingTask(
                id("a"),
                "a-type-of-tomorrow",
                NOON.plusMillis(123),
                "Ünïcode \uD83D\uDC2A 駱駝 'quoted' \"twice\"\n",
                Map.of("crmId", "17", "tries", 3, "vip", true, "at", NOON, "tags", List.of("a", "b")),
                NOON.plusSeconds(30),
                new Resubmission(id("failed"), 2),
                4);

        add(task);

        assertThat(repository().find(id("a"))).contains(task);
        assertThat(repository().findAll(Set.of(id("a"), id("b")))).containsOnlyKeys(id("a"));
    }

    @Test
    default void anIdNeedNotBeAUuid() {
        add(task("t-1"), task("0000000G-0000-0000-0000-000000000000"), task(id("A").toUpperCase()), task(id("A")));

        assertThat(repository().find("t-1")).contains(task("t-1"));
        assertThat(repository().known(Set.of("t-1", "t-2", "T-1"))).containsExactly("t-1");
        assertThat(repository().outstanding(Set.of(), NOON).count()).isEqualTo(4);
        repository().taken("t-1");
        assertThat(repository().find("t-1")).isEmpty();
        assertThat(repository().known(Set.of("t-1"))).containsExactly("t-1");
    }

    @Test
    default void aKnownTaskStaysAsItIs() {
        add(task(id("a")), task(id("b")), task(id("c")));
        repository().taken(id("a"));
        repository().giveUp(id("b"), "too many failures");

        add(task(id("a")), task(id("b")), task(id("c"), "fetch", NOON.plusSeconds(9)), task(id("d")), task(id("d")));

        assertThat(ids(repository().oldest(Set.of(), NOON, 10))).containsExactlyInAnyOrder(id("c"), id("d"));
        assertThat(repository().find(id("c"))).contains(task(id("c")));
    }

    @Test
    default void outstandingIsCountedByType() {
        add(
                task(id("a"), "search", NOON.plusSeconds(5)),
                task(id("b"), "search", NOON.plusSeconds(3)),
                task(id("c"), "fetch", NOON.plusSeconds(7)),
                task(id("d"), "research", NOON));

        Outstanding some = repository().outstanding(Set.of("search", "fetch"), NOON);
        assertThat(some.countByType()).isEqualTo(Map.of("search", 2, "fetch", 1));
        assertThat(some.oldest()).isBetween(NOON.plusSeconds(2), NOON.plusSeconds(3));
        assertThat(some.newest()).isBetween(NOON.plusSeconds(7), NOON.plusSeconds(8));
        assertThat(repository().outstanding(Set.of(), NOON).count()).isEqualTo(4);
        assertThat(repository().outstanding(Set.of("extract"), NOON)).isEqualTo(Outstanding.NONE);

        repository().taken(id("a"));
        repository().taken(id("b"));
        repository().taken(id("c"));
        repository().taken(id("d"));
        assertThat(repository().outstanding(Set.of(), NOON)).isEqualTo(Outstanding.NONE);
    }

    @Test
    default void aPollCountsNoMoreThanItNeeds() {
        for (int i = 0; i < 30; i++) {
            add(task("s" + i, "search", NOON.plusSeconds(i)));
        }
        add(
                task(id("f"), "fetch", NOON.plusSeconds(90)),
                task(id("x"), "extract", NOON.plusSeconds(80)),
                awaited(id("a"), NOON.plusSeconds(10)));

        Outstanding all = repository().outstanding(Set.of(), NOON, 7);
        assertThat(all.countByType()).isEqualTo(Map.of("search", 7, "fetch", 1, "extract", 1));
        assertThat(all.oldest()).isEqualTo(NOON);
        assertThat(all.newest()).isEqualTo(NOON.plusSeconds(90));

        Outstanding searches = repository().outstanding(Set.of("search", "research"), NOON, 7);
        assertThat(searches.countByType()).isEqualTo(Map.of("search", 7));
        assertThat(searches.newest()).isEqualTo(NOON.plusSeconds(29));
        assertThat(repository().outstanding(Set.of("search"), NOON, 30).count()).isEqualTo(30);
    }

    @Test
    default void ofATaskWithoutATimeOnlyTheEarliestIsSure() {
        add(task(id("a")), task(id("b"), "search", null));

        Outstanding outstanding = repository().outstanding(Set.of(), NOON);

        assertThat(outstanding.oldest()).isEqualTo(Instant.EPOCH);
        assertThat(outstanding.newest()).isNull();
        assertThat(repository().find(id("b"))).contains(task(id("b"), "search", null));
        assertThat(ids(repository().oldest(Set.of(), NOON, 1))).containsExactly(id("b"));
    }

    @Test
    default void awaitedTasksAreNotForConsumers() {
        add(awaited(id("a"), NOON.plusSeconds(10)), awaited(id("b"), Instant.MAX), task(id("c"), "fetch", NOON));

        assertThat(repository().outstanding(Set.of(), NOON).countByType()).isEqualTo(Map.of("fetch", 1));
        assertThat(ids(repository().oldest(Set.of(), NOON, 10))).containsExactly(id("c"));
        assertThat(repository().find(id("a"))).isPresent();

        assertThat(repository()
                        .outstanding(Set.of("search"), NOON.plusSeconds(10))
                        .count())
                .isEqualTo(1);
        assertThat(ids(repository().oldest(Set.of("search"), NOON.plusSeconds(10), 10)))
                .containsExactly(id("a"));

        repository().release(id("b"));
        repository().release(id("unknown"));
        assertThat(ids(repository().oldest(Set.of("search"), NOON, 10))).containsExactly(id("b"));
        assertThat(repository().find(id("b")).orElseThrow().awaitedUntil()).isNull();
    }

    @Test
    default void theOldestComeFirst() {
        for (int i = 0; i < 20; i++) {
            String type = i % 2 == 0 ? "search" : "fetch";
            add(task("t-" + i, type, NOON.plusSeconds((i * 7) % 20)));
        }

        assertThat(repository().oldest(Set.of(), NOON, 5))
                .extracting(PendingTask::createdAt)
                .containsExactlyElementsOf(
                        IntStream.range(0, 5).mapToObj(NOON::plusSeconds).toList());
        assertThat(repository().oldest(Set.of("search", "fetch"), NOON, 5))
                .isEqualTo(repository().oldest(Set.of(), NOON, 5));
        assertThat(repository().oldest(Set.of("fetch"), NOON, 3))
                .extracting(PendingTask::type)
                .containsExactly("fetch", "fetch", "fetch");
        assertThat(repository().oldest(Set.of(), Instant.MAX, Integer.MAX_VALUE))
                .hasSize(20);
    }

    @Test
    default void failedDeliveriesAreCounted() {
        add(task(id("a")));

        assertThat(repository().deliveryFailed(id("a"), "the CRM is down")).isEqualTo(1);
        assertThat(repository().deliveryFailed(id("a"), "x\0\uD800" + "long ".repeat(10_000)))
                .isEqualTo(2);
        assertThat(repository().deliveryFailed(id("unknown"), null)).isZero();
        assertThat(repository().find(id("a")).orElseThrow().failedDeliveries()).isEqualTo(2);
        assertThat(repository().outstanding(Set.of(), NOON).count()).isEqualTo(1);

        repository().giveUp(id("a"), null);
        assertThat(repository().deliveryFailed(id("a"), "again")).isZero();
        assertThat(repository().outstanding(Set.of(), NOON).isEmpty()).isTrue();
    }

    @Test
    default void takenTasksAreForgottenInTheEnd() {
        add(task(id("taken")), task(id("given up")), task(id("pending")));
        repository().taken(id("taken"));
        repository().giveUp(id("given up"), "why not");
        Set<String> all = Set.of(id("taken"), id("given up"), id("pending"));

        clock().advance(Duration.ofSeconds(599));
        add();
        assertThat(repository().known(all)).isEqualTo(all);

        clock().advance(Duration.ofMinutes(2));
        add();
        assertThat(repository().known(all)).contains(id("pending")).doesNotContain(id("taken"));
    }

    @Test
    default void takenTasksStayKnownForAnOpenEntry() {
        add(task(id("a")));
        repository().taken(id("a"));
        repository().open(entry("i", "node-a", NOON.plusSeconds(599), request("a")));
        clock().advance(Duration.ofDays(1));

        add();
        assertThat(repository().known(Set.of(id("a")))).isNotEmpty();

        giveUp("i");
        clock().advance(Duration.ofMinutes(2));
        add();
        assertThat(repository().known(Set.of(id("a")))).isEmpty();
    }

    @Test
    default void manyIdsAreLookedUpAtOnce() {
        List<PendingTask> tasks =
                IntStream.range(0, 1_234).mapToObj(i -> task(id("t" + i))).toList();
        repository().created("i", tasks);
        Set<String> asked = new HashSet<>(ids(tasks));
        asked.add(id("unknown"));

        assertThat(repository().findAll(asked)).hasSize(1_234);
        assertThat(repository().known(asked)).hasSize(1_234);
        assertThat(repository().findAll(Set.of())).isEmpty();
        assertThat(repository().known(Set.of())).isEmpty();
    }

    @Test
    default void manyThreadsLoseNothing() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> work = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                String name = "thread-" + thread;
                work.add(threads.submit(() -> sendAndTake(name)));
            }
            for (Future<?> each : work) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(repository().openEntries()).isEmpty();
        Outstanding outstanding = repository().outstanding(Set.of(), NOON);
        assertThat(outstanding.count()).isEqualTo(8 * 5 * 10 + 5 * 5);
        assertThat(repository().oldest(Set.of(), NOON, 1_000)).hasSize(outstanding.count());
    }

    /** Five calls of twenty tasks, of which ten are taken, and of ten more that all threads meet. */
    private void sendAndTake(String thread) {
        for (int call = 0; call < 5; call++) {
            String name = thread + "-" + call;
            String common = "common-" + call;
            List<PendingTask> own = IntStream.range(0, 20)
                    .mapToObj(i -> task(id(name + "-" + i)))
                    .toList();
            List<PendingTask> created = new ArrayList<>(own);
            IntStream.range(0, 10).forEach(i -> created.add(task(id(common + "-" + i))));
            repository().open(entry(name, thread, NOON, request("a"), request("b")));
            repository().renew(thread, TOMORROW);
            repository().created(name, created);
            own.subList(0, 10).forEach(task -> repository().taken(task.id()));
            IntStream.range(0, 5).forEach(i -> repository().taken(id(common + "-" + i)));
        }
    }
}

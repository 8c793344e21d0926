package io.github.camellinkup.engine.repository;

import static io.github.camellinkup.engine.repository.Tasks.NOON;
import static io.github.camellinkup.engine.repository.Tasks.entry;
import static io.github.camellinkup.engine.repository.Tasks.id;
import static io.github.camellinkup.engine.repository.Tasks.request;
import static io.github.camellinkup.engine.repository.Tasks.resubmitting;
import static io.github.camellinkup.engine.repository.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a repository in a database promises to nodes that share it. */
interface JdbcNodesContract extends JdbcContract {

    int NODES = 6;

    @Test
    default void anotherNodeSeesTheSame() {
        repository().open(entry("i", resubmitting(id("foreign"))));
        repository().created("j", List.of(task(id("a"))));

        TaskRepository other = anotherNode();

        assertThat(other.openEntries()).isEqualTo(repository().openEntries()).hasSize(1);
        assertThat(other.find(id("a"))).contains(task(id("a")));
        other.taken(id("a"));
        assertThat(repository().find(id("a"))).isEmpty();
    }

    @Test
    default void ofManyNodesThatClaimAnIntentOneSucceeds() throws Exception {
        for (int round = 0; round < 10; round++) {
            String entryId = "i" + round;
            repository().open(entry(entryId, request("a")));
            OutboxEntry read = repository().openEntries().stream()
                    .filter(entry -> entry.id().equals(entryId))
                    .findFirst()
                    .orElseThrow();

            List<Boolean> claimed = onAllNodes((node, name) -> node.claim(read, name, NOON.plusSeconds(120)));

            assertThat(claimed).containsOnlyOnce(true);
        }
    }

    @Test
    default void ofManyNodesThatSendOneReferenceOneSucceeds() throws Exception {
        TaskRequest once = request("a").withIdempotencyPeriod(Duration.ofHours(1));
        for (int round = 0; round < 10; round++) {
            String prefix = "round " + round + " of ";
            List<Boolean> opened = onAllNodes((node, name) -> {
                try {
                    node.open(entry(prefix + name, once));
                    return true;
                } catch (ReferenceInUseException e) {
                    return false;
                }
            });

            assertThat(opened).containsOnlyOnce(true);
            assertThat(repository().openEntries()).hasSize(1);
            repository().discard(repository().openEntries().get(0));
        }
    }

    @Test
    default void ofManyNodesThatSettleAnIntentOneSucceeds() throws Exception {
        repository().open(entry("i", request("a")));
        OutboxEntry read = repository().openEntries().get(0);

        List<Boolean> settled =
                onAllNodes((node, name) -> node.reconcile(read, List.of(task(id(name))), List.of(), NOON));

        assertThat(settled).containsOnlyOnce(true);
        assertThat(repository().outstanding(Set.of(), NOON).count()).isEqualTo(1);
    }

    @Test
    default void nodesThatRecordTheSameTasksMeetEachOther() throws Exception {
        List<PendingTask> tasks =
                IntStream.range(0, 100).mapToObj(i -> task(id("t" + i))).toList();

        onAllNodes((node, name) -> {
            node.created("i", tasks);
            return true;
        });

        assertThat(repository().outstanding(Set.of(), NOON).count()).isEqualTo(100);
    }

    interface OnNode {
        boolean run(TaskRepository node, String name);
    }

    /** All nodes start at the same time, on tables that may not be there yet. */
    private List<Boolean> onAllNodes(OnNode step) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(NODES);
        CyclicBarrier start = new CyclicBarrier(NODES);
        try {
            List<Future<Boolean>> results = new ArrayList<>();
            for (int i = 0; i < NODES; i++) {
                String name = "node-" + i;
                TaskRepository node = anotherNode();
                results.add(threads.submit(() -> {
                    start.await();
                    return step.run(node, name);
                }));
            }
            List<Boolean> answers = new ArrayList<>();
            for (Future<Boolean> result : results) {
                answers.add(result.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }
}

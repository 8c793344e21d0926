package io.github.camellinkup.engine.repository;

import static io.github.camellinkup.engine.repository.Tasks.NOON;
import static io.github.camellinkup.engine.repository.Tasks.TOMORROW;
import static io.github.camellinkup.engine.repository.Tasks.id;
import static io.github.camellinkup.engine.repository.Tasks.intent;
import static io.github.camellinkup.engine.repository.Tasks.replacing;
import static io.github.camellinkup.engine.repository.Tasks.request;
import static io.github.camellinkup.engine.repository.Tasks.resubmitting;
import static io.github.camellinkup.engine.repository.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.engine.repository.Intent.State;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a repository in a database promises on top. */
abstract class JdbcTaskRepositoryContract extends TaskRepositoryContract {

    private static final int NODES = 6;

    private final DataSource dataSource;
    private final String prefix = TestDatabase.newPrefix();

    JdbcTaskRepositoryContract(TestDatabase database) {
        this.dataSource = database.dataSource();
    }

    @Override
    TaskRepository newRepository(Clock clock) {
        return new JdbcTaskRepository(dataSource, prefix, true, clock);
    }

    private TaskRepository anotherNode() {
        return newRepository(clock);
    }

    @Test
    void anotherNodeSeesTheSame() {
        repository.open(intent("i", resubmitting(id("foreign"))));
        repository.created("j", List.of(task(id("a"))));

        TaskRepository other = anotherNode();

        assertThat(other.openIntents()).isEqualTo(repository.openIntents()).hasSize(1);
        assertThat(other.find(id("a"))).contains(task(id("a")));
        other.taken(id("a"));
        assertThat(repository.find(id("a"))).isEmpty();
    }

    @Test
    void ofManyNodesThatClaimAnIntentOneSucceeds() throws Exception {
        for (int round = 0; round < 10; round++) {
            String intentId = "i" + round;
            repository.open(intent(intentId, request("a")));
            Intent read = repository.openIntents().stream()
                    .filter(intent -> intent.id().equals(intentId))
                    .findFirst()
                    .orElseThrow();

            List<Boolean> claimed = onAllNodes((node, name) -> node.claim(read, name, NOON.plusSeconds(120)));

            assertThat(claimed).containsOnlyOnce(true);
        }
    }

    @Test
    void ofManyNodesThatSettleAnIntentOneSucceeds() throws Exception {
        repository.open(intent("i", request("a")));
        Intent read = repository.openIntents().get(0);

        List<Boolean> settled = onAllNodes((node, name) -> node.settle(read, List.of(task(id(name))), List.of(), NOON));

        assertThat(settled).containsOnlyOnce(true);
        assertThat(repository.outstanding(Set.of(), NOON).count()).isEqualTo(1);
    }

    @Test
    void nodesThatRecordTheSameTasksMeetEachOther() throws Exception {
        List<PendingTask> tasks =
                IntStream.range(0, 100).mapToObj(i -> task(id("t" + i))).toList();

        onAllNodes((node, name) -> {
            node.created("i", tasks);
            return true;
        });

        assertThat(repository.outstanding(Set.of(), NOON).count()).isEqualTo(100);
    }

    private interface OnNode {
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

    @Test
    void timesDoNotDependOnTheTimeZone() throws SQLException {
        // In the hour that a spring night in Berlin leaves out, and in that which an autumn night has twice.
        Instant left = Instant.parse("2026-03-29T02:30:00.123Z");
        Instant twice = Instant.parse("2026-10-25T02:30:00.999Z");
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
            repository.created("i", List.of(task(id("a"), "search", left), task(id("b"), "search", twice)));
            TimeZone.setDefault(TimeZone.getTimeZone("America/Los_Angeles"));
            TaskRepository other = anotherNode();

            assertThat(other.find(id("a")).orElseThrow().createdAt()).isEqualTo(left);
            assertThat(other.find(id("b")).orElseThrow().createdAt()).isEqualTo(twice);
            assertThat(other.outstanding(Set.of(), NOON)).isEqualTo(new Outstanding(Map.of("search", 2), left, twice));
            assertThat(cells("select cast(created_at as char(23)) from " + prefix + "task where task_id = '" + id("a")
                            + "'"))
                    .allSatisfy(cell -> assertThat(cell).isEqualTo("2026-03-29 02:30:00.123"));
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void longTextsAreKeptWhole() {
        String name = "駱駝".repeat(50_000);
        TaskRequest request =
                new TaskRequest(SearchRequest.builder().q(name).build(), "r".repeat(100_000), Map.of("long", name));

        repository.open(intent("i", request));
        repository.created(
                "j",
                List.of(new PendingTask(
                        id("a"), "search", NOON, request.reference(), request.headers(), null, null, 0)));

        assertThat(repository.openIntents().get(0).requests()).containsExactly(request);
        assertThat(repository.find(id("a")).orElseThrow().headers()).isEqualTo(request.headers());
        assertThat(repository.find(id("a")).orElseThrow().reference()).isEqualTo(request.reference());
    }

    @Test
    void whatCannotBeKeptIsRefusedBeforeAnythingIsRecorded() {
        TaskRequest bad = request("a").withHeaders(Map.of("connection", new Object()));

        assertThatThrownBy(() -> repository.open(intent("i", request("b"), bad)))
                .isInstanceOf(LinkupInvalidRequestException.class)
                .hasMessageContaining("connection")
                .hasMessageContaining("java.lang.Object");
        assertThatThrownBy(() -> repository.check(bad)).isInstanceOf(LinkupInvalidRequestException.class);
        assertThatThrownBy(() -> repository.check(request("a").withReference("a\0b")))
                .isInstanceOf(LinkupInvalidRequestException.class)
                .hasMessageContaining("reference");
        assertThat(repository.openIntents()).isEmpty();
    }

    /** Every step that writes, each with what it needs to have something to do. */
    private Map<String, Consumer<TaskRepository>> steps() {
        Intent intent = intent("i", request("a"), resubmitting(id("failed")));
        return Map.of(
                "open", node -> node.open(intent("j", request("c"), resubmitting(id("p")))),
                "created", node -> node.created("i", List.of(task(id("a")), replacing(id("failed"), id("b")))),
                "discard", node -> node.discard("i"),
                "settle",
                        node -> node.settle(
                                intent,
                                List.of(replacing(id("failed"), id("b"))),
                                List.of(request("a")),
                                NOON.plusSeconds(9)),
                "claim", node -> node.claim(intent, "node-b", TOMORROW),
                "deliveryFailed", node -> node.deliveryFailed(id("p"), "why"),
                "giveUp", node -> node.giveUp(id("p"), "why"),
                "taken", node -> node.taken(id("p")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "created", "discard", "settle", "claim", "deliveryFailed", "giveUp", "taken"})
    void aBrokenConnectionLeavesNothingHalf(String step) throws SQLException {
        repository.created("first", List.of(task(id("failed")), task(id("p"))));
        repository.open(intent("i", request("a"), resubmitting(id("failed"))));
        List<String> before = everything();

        for (boolean killed : new boolean[] {true, false}) {
            int failures = 0;
            boolean failed = true;
            while (failed) {
                FailingDataSource failing = new FailingDataSource(dataSource, failures + 1, killed);
                TaskRepository node = new JdbcTaskRepository(failing, prefix, false, clock);
                failing.arm();
                try {
                    steps().get(step).accept(node);
                    failed = failing.hasFailed();
                } catch (TaskRepositoryException e) {
                    assertThat(e).hasMessageContaining("broken on purpose");
                    assertThat(everything()).as("after failure " + failures).isEqualTo(before);
                    failures++;
                    assertThat(failing.openConnections()).isZero();
                    continue;
                }
                break;
            }
            assertThat(failures).isGreaterThanOrEqualTo(2);
            assertThat(everything()).isNotEqualTo(before);
            restore();
            assertThat(everything()).isEqualTo(before);
        }
    }

    /** Makes the tables as they were before the step. */
    private void restore() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : List.of("task", "intent", "intent_request")) {
                statement.executeUpdate("delete from " + prefix + table);
            }
        }
        repository.created("first", List.of(task(id("failed")), task(id("p"))));
        repository.open(intent("i", request("a"), resubmitting(id("failed"))));
    }

    @Test
    void aConnectionIsGivenBackAsItWas() throws SQLException {
        for (boolean autoCommit : new boolean[] {true, false}) {
            try (Connection connection = dataSource.getConnection()) {
                connection.setAutoCommit(autoCommit);
                TaskRepository node = new JdbcTaskRepository(new OneConnection(connection), prefix, true, clock);
                String task = id("task-" + autoCommit);

                node.created("i", List.of(task(task)));

                assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
                assertThat(repository.find(task)).isPresent();
                String sql = "drop table " + prefix + "intent_request";
                try (Statement statement = connection.createStatement()) {
                    statement.execute(sql);
                    if (!autoCommit) {
                        connection.commit();
                    }
                }
                assertThatThrownBy(() -> node.open(intent("i", request("a"))))
                        .isInstanceOf(TaskRepositoryException.class)
                        .hasMessageStartingWith("Could not record what is about to be sent: ");
                assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
            }
            createRepository();
            assertThat(repository.openIntents()).isEmpty();
        }
    }

    @Test
    void anIntentThatIsGivenUpStaysToBeSeen() throws SQLException {
        repository.open(intent("i", request("a")));
        repository.giveUpIntent("i");

        assertThat(cells("select state from " + prefix + "intent"))
                .containsExactly(State.GIVEN_UP.name().toLowerCase());
        assertThat(cells("select reference from " + prefix + "intent_request")).containsExactly("ref-a");
    }

    private List<String> everything() throws SQLException {
        List<String> all = new ArrayList<>();
        all.addAll(cells("select * from " + prefix + "task order by task_id"));
        all.addAll(cells("select * from " + prefix + "intent order by intent_id"));
        all.addAll(cells("select * from " + prefix + "intent_request order by intent_id, position"));
        return all;
    }

    private List<String> cells(String sql) throws SQLException {
        List<String> cells = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                    cells.add(row.getString(column));
                }
            }
        }
        return cells;
    }
}

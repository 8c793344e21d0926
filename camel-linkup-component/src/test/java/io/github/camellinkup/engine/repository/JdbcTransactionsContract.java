package io.github.camellinkup.engine.repository;

import static io.github.camellinkup.engine.repository.Tasks.NOON;
import static io.github.camellinkup.engine.repository.Tasks.TOMORROW;
import static io.github.camellinkup.engine.repository.Tasks.entry;
import static io.github.camellinkup.engine.repository.Tasks.id;
import static io.github.camellinkup.engine.repository.Tasks.replacing;
import static io.github.camellinkup.engine.repository.Tasks.request;
import static io.github.camellinkup.engine.repository.Tasks.resubmitting;
import static io.github.camellinkup.engine.repository.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a repository in a database promises of connections that break, and of those that it gives back. */
interface JdbcTransactionsContract extends JdbcContract {

    /** Every step that writes, each with what it needs to have something to do. */
    private Map<String, Consumer<TaskRepository>> steps() {
        OutboxEntry entry = entry("i", request("a"), resubmitting(id("failed")));
        return Map.of(
                "open", node -> node.open(entry("j", request("c"), resubmitting(id("p")))),
                "created", node -> node.created("i", List.of(task(id("a")), replacing(id("failed"), id("b")))),
                "discard", node -> node.discard(entry),
                "reconcile",
                        node -> node.reconcile(
                                entry,
                                List.of(replacing(id("failed"), id("b"))),
                                List.of(request("a")),
                                NOON.plusSeconds(9)),
                "claim", node -> node.claim(entry, "node-b", TOMORROW),
                "deliveryFailed", node -> node.deliveryFailed(id("p"), "why"),
                "giveUpEntry", node -> node.giveUpEntry(entry, false),
                "giveUp", node -> node.giveUp(id("p"), "why"),
                "taken", node -> node.taken(id("p")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "open",
                "created",
                "discard",
                "reconcile",
                "claim",
                "giveUpEntry",
                "deliveryFailed",
                "giveUp",
                "taken"
            })
    default void aBrokenConnectionLeavesNothingHalf(String step) throws SQLException {
        repository().created("first", List.of(task(id("failed")), task(id("p"))));
        repository().open(entry("i", request("a"), resubmitting(id("failed"))));
        List<String> before = tables().everything();

        for (boolean killed : new boolean[] {true, false}) {
            int failures = 0;
            boolean failed = true;
            while (failed) {
                FailingDataSource failing = new FailingDataSource(tables().dataSource(), failures + 1, killed);
                TaskRepository node = new JdbcTaskRepository(failing, tables().prefix(), false, clock());
                node.prepare();
                failing.arm();
                try {
                    steps().get(step).accept(node);
                    failed = failing.hasFailed();
                } catch (TaskRepositoryException e) {
                    assertThat(e).hasMessageContaining("broken on purpose");
                    assertThat(tables().everything())
                            .as("after failure " + failures)
                            .isEqualTo(before);
                    failures++;
                    assertThat(failing.openConnections()).isZero();
                    continue;
                }
                break;
            }
            assertThat(failures).isGreaterThanOrEqualTo(2);
            assertThat(tables().everything()).isNotEqualTo(before);
            restore();
            assertThat(tables().everything()).isEqualTo(before);
        }
    }

    /** Makes the tables as they were before the step. */
    private void restore() throws SQLException {
        try (Connection connection = tables().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : List.of("task", "outbox", "outbox_request")) {
                statement.executeUpdate("delete from " + tables().prefix() + table);
            }
        }
        repository().created("first", List.of(task(id("failed")), task(id("p"))));
        repository().open(entry("i", request("a"), resubmitting(id("failed"))));
    }

    @Test
    default void aConnectionIsGivenBackAsItWas() throws SQLException {
        for (boolean autoCommit : new boolean[] {true, false}) {
            try (Connection connection = tables().dataSource().getConnection()) {
                connection.setAutoCommit(autoCommit);
                TaskRepository node =
                        new JdbcTaskRepository(new OneConnection(connection), tables().prefix(), true, clock());
                String task = id("task-" + autoCommit);

                node.created("i", List.of(task(task)));

                assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
                assertThat(repository().find(task)).isPresent();
                String sql = "drop table " + tables().prefix() + "outbox_request";
                try (Statement statement = connection.createStatement()) {
                    statement.execute(sql);
                    if (!autoCommit) {
                        connection.commit();
                    }
                }
                assertThatThrownBy(() -> node.open(entry("i", request("a"))))
                        .isInstanceOf(TaskRepositoryException.class)
                        .hasMessageStartingWith("Could not record what is about to be sent: ");
                assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
            }
            assertThat(anotherNode().openEntries()).isEmpty();
        }
    }
}

package io.github.camellinkup.engine.outbox;

import static io.github.camellinkup.engine.outbox.Calls.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.engine.SimulatedLinkup;
import io.github.camellinkup.engine.repository.JdbcTaskRepository;
import io.github.camellinkup.engine.repository.PendingTask;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

/** A call in the repository that cannot be read, among others that were left open. */
class UnreadableEntryTest {

    @Test
    void theOthersAreSettledAndItIsNeverSent() throws SQLException {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:unreadable-entry;DB_CLOSE_DELAY=-1");
        OutboxRun run = new OutboxRun(new JdbcTaskRepository(database));
        run.stored.open(run.entry("first", "a", run.now(), "missing"));
        run.stored.open(run.entry("unreadable", "a", run.now(), "damaged", "whole"));
        run.stored.open(run.entry("last", "a", run.now(), "landed"));
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("update linkup_outbox_request set input = '{\"q\":'"
                    + " where entry_id = 'unreadable' and position = 0");
        }
        run.api.land(List.of(request("landed")));

        run.node.reconcileLeftovers(OutboxRun.OPTIONS);
        run.time.advance(Duration.ofSeconds(10));
        run.api.calls.forEach(SimulatedLinkup.Call::succeed);
        run.time.advance(Duration.ofMinutes(20));

        assertThat(run.pending())
                .extracting(PendingTask::reference)
                .containsExactlyInAnyOrder("ref missing", "ref landed");
        assertThat(run.api.calls).singleElement().satisfies(call -> assertThat(call.requests)
                .extracting(Calls::question)
                .containsExactly("missing"));
        assertThat(run.time.waiting()).as("the look for what others leave open").isEqualTo(1);
    }
}

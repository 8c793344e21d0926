package io.github.camellinkup.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.camellinkup.flows.embedded.EmbeddedDatabase;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.ManualClock;
import io.github.camellinkup.test.Operation;
import io.github.camellinkup.test.StandInTask;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

@Timeout(120)
class DatabaseToDatabaseTest {

    private static final String NAME = "database-to-database";
    private static final int ROWS = 250;

    /** What has finished when the second process is killed. */
    private static final int FINISHED_EARLY = 150;

    @TempDir
    private Path folder;

    private JdbcClient crm;

    @BeforeAll
    static void needsBinaries() {
        assumeTrue("Linux".equals(System.getProperty("os.name")) && "amd64".equals(System.getProperty("os.arch")));
    }

    @Test
    void theCommandFillsEachRow() throws IOException {
        EmbeddedDatabase database;
        try (Flow flow = Flow.embedded(NAME, Map.of())) {
            database = flow.bean("postgres", EmbeddedDatabase.class);
            crm = JdbcClient.create(flow.bean("crm", DataSource.class));
            flow.await(() -> rows("company where status = 'completed' and industry is not null"
                            + " and employees is not null and headquarters is not null")
                    == 5);
            assertThat(flow.bean("standIn", LinkupStandIn.class).received(Operation.TASKS_CREATE))
                    .singleElement()
                    .satisfies(call -> assertThat(call.body()).contains("What does the company SAP (Germany) do?"));
        }
        database.stop();
    }

    @Test
    void eachRowIsAskedAboutOnceAlthoughTheProcessIsKilledTwice() throws Exception {
        ManualClock clock = new ManualClock(Instant.now());
        AtomicInteger served = new AtomicInteger();
        EmbeddedDatabase database = EmbeddedDatabase.start("flows/database-to-database/company.sql");
        try (LinkupStandIn standIn = LinkupStandIn.builder()
                .clock(clock)
                .noPollLimit()
                .taskTime("search", task -> Duration.ofSeconds(task.number() <= FINISHED_EARLY ? 5 : 20))
                .start()) {
            standIn.answerSearch(input -> {
                served.incrementAndGet();
                return null;
            });
            standIn.failTasksWhen(task -> task.input().path("q").asText().contains("Doomed"), "nothing found");
            crm = JdbcClient.create(new DriverManagerDataSource(database.url()));
            fillTable();

            killWhileTasksAreCreated(standIn, database);
            try (FlowProcess process = start(standIn, database)) {
                process.await(() -> rows("company where status = 'sent'") == ROWS);
                clock.advance(Duration.ofSeconds(10));
                // More than a page of results, so that some are stored.
                process.await(() -> served.get() > 110);
                process.kill();
            }
            long filled = rows("company where status = 'completed'");
            assertThat(filled).isBetween(1L, (long) FINISHED_EARLY);
            assertEachRowIsAskedAboutOnce(standIn);

            try (FlowProcess process = start(standIn, database)) {
                process.await(() -> {
                    // The failed one is sent twice more.
                    clock.advance(Duration.ofSeconds(20));
                    return rows("company where status in ('completed', 'failed')") == ROWS;
                });
                process.await(() -> rows("linkup_task where state <> 'taken'") == 0);
            }

            assertEachRowIsAskedAboutOnce(standIn);
            assertThat(rows("company where status = 'completed' and industry is not null"))
                    .isEqualTo(ROWS - 1);
            assertThat(rows("company where status = 'failed' and problem like '%nothing found%' and id = 'R-7'"))
                    .isEqualTo(1);
            assertThat(rows("linkup_outbox")).isZero();
        } finally {
            database.stop();
        }
    }

    private void fillTable() {
        crm.sql("delete from company").update();
        crm.sql("insert into company (id, name, country) select 'R-' || n,"
                        + " case n when 7 then 'Doomed' else 'Company ' || n end, 'France'"
                        + " from generate_series(1, " + ROWS + ") n")
                .update();
    }

    /** Of three calls one has created its tasks and has no answer yet, and another never arrives. */
    private void killWhileTasksAreCreated(LinkupStandIn standIn, EmbeddedDatabase database) throws Exception {
        AtomicInteger slow = new AtomicInteger();
        AtomicInteger cut = new AtomicInteger();
        standIn.failWhen(
                call -> call.operation() == Operation.TASKS_CREATE && slow.incrementAndGet() == 2,
                Fault.slowStart(Duration.ofMinutes(5)));
        standIn.failWhen(
                call -> call.operation() == Operation.TASKS_CREATE && cut.incrementAndGet() == 2,
                Fault.cutConnection());
        try (FlowProcess process = start(standIn, database)) {
            process.await(() -> standIn.count(Operation.TASKS_CREATE) == 3);
            process.kill();
        }
        standIn.clearFaults();

        assertThat(rows("company where status is null")).isEqualTo(ROWS);
        assertThat(standIn.tasks()).hasSizeBetween(1, ROWS - 1);
    }

    private static void assertEachRowIsAskedAboutOnce(LinkupStandIn standIn) {
        assertThat(standIn.tasks())
                .extracting((StandInTask task) -> task.input().path("q").asText())
                .filteredOn(question -> !question.contains("Doomed"))
                .hasSize(ROWS - 1)
                .doesNotHaveDuplicates();
    }

    private FlowProcess start(LinkupStandIn standIn, EmbeddedDatabase database) throws IOException {
        return FlowProcess.start(NAME, standIn, folder, Map.of("crm.url", database.url()));
    }

    private long rows(String table) {
        return crm.sql("select count(*) from " + table).query(Long.class).single();
    }
}

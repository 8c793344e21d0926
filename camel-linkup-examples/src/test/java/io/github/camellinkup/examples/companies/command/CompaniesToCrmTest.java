package io.github.camellinkup.examples.companies.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camellinkup.engine.repository.JdbcTaskRepository;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.examples.companies.crm.CrmDatabase;
import io.github.camellinkup.examples.companies.crm.CrmTable;
import io.github.camellinkup.examples.companies.crm.CrmTableOnDatabasesTest;
import io.github.camellinkup.examples.companies.crm.CrmTableTest;
import io.github.camellinkup.examples.companies.crm.RunId;
import io.github.camellinkup.examples.companies.crm.TestDatabase;
import io.github.camellinkup.examples.companies.file.CompanyRow;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.ForeignTask;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.Operation;
import io.github.camellinkup.test.StandInTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The whole job, in this process, against a stand-in that the test commands. */
@Timeout(60)
public class CompaniesToCrmTest {

    private static final String COMPANIES = """
            id,name,website,country
            1,"Apple, Inc.",https://www.apple.com,United States
            2,<script>alert(1)</script>,https://script.example,Spain
            3,Doomed One,,France
            ,,https://nameless.example,Italy

            4,Doomed Two,,Japan
            1,Apple again,,United States
            5,ASML,https://www.asml.com,Netherlands
            """;

    @TempDir
    private Path folder;

    private volatile boolean doomed = true;
    private LinkupStandIn standIn;
    private Path input;

    @BeforeEach
    void startStandIn() throws IOException {
        standIn = LinkupStandIn.builder().noPollLimit().start();
        standIn.answerSearch(new InventedProfiles(7));
        standIn.failTasksWhen(task -> doomed && task.input().path("q").asText().contains("Doomed"), "nothing found");
        input = Files.writeString(folder.resolve("companies.csv"), COMPANIES);
    }

    @AfterEach
    void stopStandIn() {
        standIn.close();
    }

    @Test
    void everyRowEndsInTheCrmOrAmongTheFailed() throws IOException {
        CommandRun run = run();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(statuses()).containsExactly("1 done", "2 done", "3 failed", "4 failed", "5 done");
        assertThat(Files.readAllLines(folder.resolve("failed.csv")))
                .hasSize(5)
                .anyMatch(line -> line.startsWith("3,Doomed One,,France,nothing found,"))
                .anyMatch(line -> line.startsWith("4,Doomed Two,,Japan,nothing found,"))
                .anyMatch(line -> line.endsWith(",,https://nameless.example,Italy,no name,,5"))
                .anyMatch(line ->
                        line.startsWith("1,Apple again,,United States,\"has the key of line 2, but other content\","));
        assertThat(Files.readString(folder.resolve("report.html")))
                .contains("<b>5</b> companies", "<b>3</b> enriched", "<b>2</b> failed", "&lt;script&gt;")
                .doesNotContain("<script>alert");
        assertThat(run.out())
                .contains("Linkup at " + standIn.baseUrl(), "7 rows", "5 sent, 5 finished")
                .contains("3 enriched")
                .contains("2 failed")
                .contains("2 not usable")
                .contains("7 rows in the file");
    }

    @Test
    void textsFitATerminalOf80ColumnsAndNoWordIsBroken() {
        CommandRun run = run();

        assertThat((run.out() + run.err()).lines()).allSatisfy(line -> assertThat(
                        line.length() < 80 || !line.strip().contains(" "))
                .as(line)
                .isTrue());
        assertThat(run.out().split("\\s+"))
                .contains(
                        folder.resolve("report.html").toString(),
                        folder.resolve("failed.csv").toString());
        assertThat(run.out()).startsWith("Reading " + input).contains("0 of 7 rows, 0 failed, 0 running");
    }

    @Test
    void logIsInTheOutputFolderWithoutTheKey() throws IOException {
        run();

        assertThat(Files.readString(folder.resolve("companies-to-crm.log")))
                .contains("Apache Camel")
                .doesNotContain(standIn.apiKey());
    }

    @Test
    void asksForTheProfileOfEachCompany() {
        run("--depth", "deep", "--include-domains", "example.com,example.org");

        assertThat(standIn.tasks()).hasSize(5).allSatisfy(task -> {
            assertThat(task.input().path("depth").asText()).isEqualTo("deep");
            assertThat(task.input().path("outputType").asText()).isEqualTo("structured");
            assertThat(task.input().path("includeSources").asBoolean()).isTrue();
            assertThat(task.input().path("includeDomains")).hasSize(2);
            assertThat(task.input().path("structuredOutputSchema").asText())
                    .contains("chiefExecutive", "The year in which the company was founded");
        });
    }

    @Test
    void runBesideAnotherIsRefused() throws IOException {
        RunLock another = new RunLock(folder);
        try {
            CommandRun run = run();

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("Another run writes to").doesNotContain("\tat ");
        } finally {
            another.close();
        }
        assertThat(standIn.count()).isZero();
    }

    @Test
    void secondRunSendsNothingAndSaysSo() throws IOException {
        run();
        long calls = standIn.count(Operation.TASKS_CREATE);

        CommandRun second = run();

        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(standIn.count(Operation.TASKS_CREATE)).isEqualTo(calls);
        assertThat(second.out())
                .contains("Nothing to send.")
                .contains("3 in the CRM already")
                .contains("2 failed in an earlier run")
                .contains("2 not usable");
        assertThat(Files.readAllLines(folder.resolve("failed.csv")))
                .anyMatch(line -> line.startsWith("3,Doomed One,,France,nothing found,"));
    }

    @Test
    void failedRowsAreSentAgainWhenAskedFor() {
        run();
        doomed = false;

        CommandRun second = run("--retry-failed");

        assertThat(second.out()).contains("2 sent, 2 finished");
        assertThat(statuses()).containsExactly("1 done", "2 done", "3 done", "4 done", "5 done");
        assertThat(standIn.tasks()).hasSize(7);
    }

    @Test
    void nextRunDoesTheRestOfAKilledOne() {
        killedRunHasDone("1", "5");

        CommandRun run = run();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(standIn.tasks()).hasSize(3);
        assertThat(statuses()).containsExactly("1 done", "2 done", "3 failed", "4 failed", "5 done");
    }

    @Test
    void pendingTasksOfAnEarlierRunAreReceivedAndNotSentAgain() {
        killedRunHasDone("1");
        remember(pending("2"), pending("3"), pending("gone from the file"));

        CommandRun run = run();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(standIn.count(Operation.TASKS_CREATE)).isEqualTo(1);
        assertThat(run.out())
                .contains("2 sent, 2 sent by an earlier run, 4 finished")
                .contains("3 enriched")
                .contains("1 in the CRM already")
                .contains("1 failed")
                .contains("1 more finished")
                .contains("7 rows in the file")
                .doesNotContain("not sent\n");
        assertThat(statuses())
                .containsExactly("1 done", "2 done", "3 done", "4 failed", "5 done", "gone from the file done");
    }

    @Test
    void standInForgetsWhatItsRunHasSent() {
        remember(new PendingTask("of-linkup", "search", Instant.now(), "2", Map.of(), null, null, 0));

        CommandRun demo = CommandRun.of(Map.of(), arguments("--stand-in-seconds", "0.3", "--stand-in-fail-rate", "0"));

        assertThat(demo.exitCode()).as(demo.err()).isZero();
        assertThat(demo.out()).contains("5 sent, 5 finished");
    }

    /** A finished task whose result no consumer has taken. */
    private PendingTask pending(String key) {
        ObjectNode input = JsonNodeFactory.instance
                .objectNode()
                .put("q", "Company " + key)
                .put("depth", "standard")
                .put("outputType", "structured")
                .put("structuredOutputSchema", "{\"type\":\"object\"}")
                .put("includeSources", true);
        StandInTask task = standIn.addForeignTask(ForeignTask.of("search").input(input));
        return new PendingTask(task.id(), task.type(), task.createdAt(), key, Map.of(), null, null, 0);
    }

    private void remember(PendingTask... tasks) {
        try (CrmDatabase database = CrmDatabase.embedded(folder)) {
            new JdbcTaskRepository(database.dataSource(), "linkup_companies_", true)
                    .created("of the killed run", List.of(tasks));
        }
    }

    /** Leaves what a killed run leaves: some companies enriched, the others sent and never heard of again. */
    private void killedRunHasDone(String... keys) {
        RunId killed = new RunId("2020-01-01T00:00:00Z", false);
        try (CrmDatabase database = CrmDatabase.embedded(folder)) {
            CrmTable crm = new CrmTable(database.dataSource(), "companies");
            crm.create();
            List<CompanyRow> rows = new ArrayList<>();
            for (String key : List.of("1", "2", "3", "4", "5")) {
                rows.add(new CompanyRow(2, key, "Company " + key, "", ""));
            }
            crm.saveSent(rows, killed);
            for (String key : keys) {
                crm.save(CrmTableTest.completed(key).values(), killed);
            }
        }
    }

    @Test
    void jobThatCannotSendFailsAndTheNextRunMakesUpForIt() {
        standIn.failNext(Operation.TASKS_CREATE, Fault.error(429, "INSUFFICIENT_FUNDS_CREDITS", "No credits left"));

        CommandRun first = run();

        assertThat(first.exitCode()).isEqualTo(1);
        assertThat(first.err()).contains("No credits left").doesNotContain("\tat ");
        assertThat(first.out()).contains("5 not sent").contains("7 rows in the file");

        CommandRun second = run();

        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(standIn.tasks()).hasSize(5);
    }

    @Test
    void batchThatStopsHalfWayIsWaitedForAndNothingIsSentTwice() throws IOException {
        StringBuilder companies = new StringBuilder("name\n");
        for (int number = 1; number <= 250; number++) {
            companies.append("Company ").append(number).append('\n');
        }
        Files.writeString(input, companies);
        AtomicInteger calls = new AtomicInteger();
        standIn.failWhen(
                call -> call.operation() == Operation.TASKS_CREATE && calls.incrementAndGet() == 2,
                Fault.error(429, "INSUFFICIENT_FUNDS_CREDITS", "No credits left"));

        CommandRun first = run();

        int created = standIn.tasks().size();
        assertThat(first.exitCode()).isEqualTo(1);
        assertThat(created).as(first.err()).isBetween(1, 249);
        assertThat(first.err()).contains("No credits left").doesNotContain("Exchange[");
        assertThat(first.out())
                .contains(
                        created + " sent, " + created + " finished",
                        created + " enriched",
                        (250 - created) + " not sent");

        CommandRun second = run();

        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(second.out()).contains(created + " in the CRM already", (250 - created) + " enriched");
        assertThat(standIn.tasks()).hasSize(250);
    }

    @Test
    void tableThatConfusesKeysIsToldOfAtTheStart() {
        String table = TestDatabase.newTable();
        try (CrmDatabase database = TestDatabase.MARIADB.open()) {
            CrmTableOnDatabasesTest.createOlderTable(database, table);
        }

        CommandRun run = run("--jdbc-url", TestDatabase.MARIADB.url(), "--table", table);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .containsIgnoringWhitespaces("Warning: the table takes keys for equal that differ in case");
    }

    @Test
    void databaseThatIsGoneEndsTheRunAndItSaysWhatIsUnderWay() {
        standIn.answerSearch(question -> {
            try (CrmDatabase database = TestDatabase.H2.open()) {
                JdbcClient.create(database.dataSource())
                        .sql("drop table if exists companies_gone")
                        .update();
            }
            return new InventedProfiles(7).apply(question);
        });

        CommandRun run = run("--jdbc-url", TestDatabase.H2.url(), "--table", "companies_gone");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).containsIgnoringCase("companies_gone").doesNotContain("\tat ");
        assertThat(run.out()).contains("5 sent, result not waited for", "2 not usable", "7 rows in the file");
    }

    @Test
    void runWritesALog() throws IOException {
        run();

        assertThat(folder.resolve("companies-to-crm.log")).content().contains("Apache Camel", "started");
    }

    @Test
    void runEndsWhenNothingHappensForLong() {
        standIn.failWhen(
                call -> call.operation() == Operation.TASKS_LIST,
                Fault.error(401, "UNAUTHORIZED", "The key was revoked"));
        System.setProperty("companies.minutes-of-silence", "0");
        CommandRun run;
        try {
            run = run();
        } finally {
            System.clearProperty("companies.minutes-of-silence");
        }

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("Nothing has finished for 0 minutes");
        assertThat(run.out()).contains("5 sent, result not waited for", "2 not usable", "7 rows in the file");
    }

    @Test
    void wrongKeyFailsTheJobAndIsNotShown() throws IOException {
        CommandRun run = CommandRun.of(
                Map.of("LINKUP_API_KEY", "wrong-secret-key", "LINKUP_BASE_URL", standIn.baseUrl()), arguments());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("401");
        assertThat(run.out() + run.err()).doesNotContain("wrong-secret-key");
    }

    @Test
    void realServiceReplacesWhatTheStandInHasInvented() {
        CommandRun demo = CommandRun.of(Map.of(), arguments("--stand-in-seconds", "0.3", "--stand-in-fail-rate", "0"));
        assertThat(demo.out()).contains("stand-in", "INVENTED");
        assertThat(invented()).isEqualTo(5);

        run();

        assertThat(standIn.tasks()).hasSize(5);
        assertThat(invented()).isZero();
    }

    private CommandRun run(String... more) {
        return CommandRun.of(
                Map.of("LINKUP_API_KEY", standIn.apiKey(), "LINKUP_BASE_URL", standIn.baseUrl()), arguments(more));
    }

    private String[] arguments(String... more) {
        List<String> arguments = new ArrayList<>(List.of("--input", input.toString(), "--output", folder.toString()));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private List<String> statuses() {
        return query("select concat(company_key, ' ', status) from companies order by company_key");
    }

    private long invented() {
        return query("select company_key from companies where invented").size();
    }

    private List<String> query(String sql) {
        try (CrmDatabase database = CrmDatabase.embedded(folder)) {
            return JdbcClient.create(database.dataSource())
                    .sql(sql)
                    .query(String.class)
                    .list();
        }
    }
}

package io.github.camellinkup.examples.companies.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camellinkup.engine.repository.JdbcTaskRepository;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.examples.companies.crm.CrmDatabase;
import io.github.camellinkup.examples.companies.crm.CrmTable;
import io.github.camellinkup.examples.companies.crm.TestDatabase;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whatever goes wrong, the run ends, and each row is in the table, among the failed or told of as not done. */
@Timeout(300)
public class TroubledRunTest {

    /** The rows that are sent in one call, so that it is known which are sent before the credits are used up. */
    private static final String ROWS_AT_ONCE = "companies.rows-at-once";

    private static final String IN_TROUBLE = """
            id,name
            good,Good
            doomed,Doomed
            misfit,Misfit
            nul,Nul
            long,Long Industry
            rule,Founded Before The Rule
            sources,Many Sources
            unsendable,Forbidden
            forgotten,Forgotten
            nameless,
            good,Good again
            """;

    @BeforeAll
    static void sendFewRowsAtOnce() {
        System.setProperty(ROWS_AT_ONCE, "10");
    }

    @AfterAll
    static void forgetProperties() {
        System.clearProperty(ROWS_AT_ONCE);
    }

    /** On all databases at the same time, because a result counts as expired after a minute. */
    @ParameterizedTest
    @EnumSource
    @Execution(ExecutionMode.CONCURRENT)
    void everyKindOfTroubleEndsInTheCountsThatAddUp(TestDatabase which, @TempDir Path folder) throws IOException {
        String table = TestDatabase.newTable();
        Path input = Files.writeString(
                folder.resolve("companies.csv"),
                IntStream.rangeClosed(1, 20)
                        .mapToObj(number -> "more" + number + ",More " + number + "\n")
                        .collect(Collectors.joining("", IN_TROUBLE, "")));
        AtomicInteger calls = new AtomicInteger();
        try (CrmDatabase database = which.open();
                LinkupStandIn standIn = LinkupStandIn.builder().noPollLimit().start()) {
            new CrmTable(database.dataSource(), table).create();
            JdbcClient jdbc = JdbcClient.create(database.dataSource());
            addRules(jdbc, table);
            new JdbcTaskRepository(database.dataSource(), "linkup_" + table + "_", true)
                    .created("of the killed run", List.of(taskThatLinkupHasForgotten()));
            standIn.answerSearch(TroubledRunTest::answer);
            standIn.failTasksWhen(task -> task.input().path("q").asText().contains("Doomed"), "nothing found");
            standIn.failWhen(
                    call -> call.operation() == Operation.TASKS_CREATE && calls.incrementAndGet() == 3,
                    Fault.error(429, "INSUFFICIENT_FUNDS_CREDITS", "No credits left"));

            CommandRun run = run(standIn, which, table, input, folder);

            assertThat(run.exitCode()).as(run.out()).isEqualTo(1);
            assertThat(run.err()).contains("No credits left").doesNotContain("\tat ");
            assertCountsAddUp(run, 31);
            assertThat(run.out())
                    .contains("12 enriched", "5 failed", "3 not usable", "11 not sent")
                    // Of the failures Linkup has reported one; what does not fit or is refused by the database is paid.
                    .containsIgnoringWhitespaces("Cost: 15 searches")
                    .doesNotContain("not waited for");
            Map<String, String> statuses = statuses(jdbc, table);
            assertThat(statuses)
                    .containsEntry("good", "done null")
                    .containsEntry("nul", "done null")
                    .containsEntry("sources", "done null")
                    .containsEntry("doomed", "failed nothing found")
                    .containsEntry("more1", "done null")
                    .containsEntry("more11", "sent null")
                    .doesNotContainKeys("unsendable", "nameless");
            assertThat(statuses.get("misfit")).startsWith("failed ").contains("employees");
            assertThat(statuses.get("long")).startsWith("failed the database refused it: ");
            assertThat(statuses.get("rule")).startsWith("failed the database refused it: ");
            assertThat(statuses.get("forgotten")).startsWith("failed ");
            assertEachFailureIsInTheFileWithReasonAndTask(folder, statuses);
            assertThat(Files.readAllLines(folder.resolve("failed.csv")))
                    .anyMatch(line -> line.matches("unsendable,Forbidden,,,\"?the database refused it: .*,,9"))
                    .anyMatch(line -> line.startsWith("nameless,,,,no name,"))
                    .anyMatch(line -> line.startsWith("good,Good again,,,"));

            CommandRun next = run(standIn, which, table, input, folder);

            assertThat(next.exitCode()).as(next.err()).isZero();
            assertCountsAddUp(next, 31);
            assertThat(next.out()).contains("11 enriched", "12 in the CRM already", "5 failed in an earlier run");
        }
    }

    /** As somebody's own table has them. */
    private static void addRules(JdbcClient jdbc, String table) {
        jdbc.sql("alter table " + table + " drop column industry").update();
        jdbc.sql("alter table " + table + " add column industry varchar(20)").update();
        jdbc.sql("alter table " + table + " add constraint " + table + "_founded check (founded > 1000)")
                .update();
        jdbc.sql("alter table " + table + " add constraint " + table + "_name check (name <> 'Forbidden')")
                .update();
    }

    private static PendingTask taskThatLinkupHasForgotten() {
        Instant anHourAgo = Instant.now().minus(Duration.ofHours(1));
        return new PendingTask("forgotten-task", "search", anHourAgo, "forgotten", Map.of(), null, null, 0);
    }

    private static JsonNode answer(JsonNode input) {
        String question = input.path("q").asText();
        ObjectNode answer = (ObjectNode) new InventedProfiles(7).apply(input);
        ObjectNode data = (ObjectNode) answer.path("data");
        data.put("industry", "Anvils");
        if (question.contains("Misfit")) {
            data.put("employees", "many");
        } else if (question.contains("Nul")) {
            data.put("description", "Makes\0 anvils");
        } else if (question.contains("Long Industry")) {
            data.put("industry", "i".repeat(21));
        } else if (question.contains("Before The Rule")) {
            data.put("founded", 7);
        } else if (question.contains("Many Sources")) {
            IntStream.range(0, 840).forEach(number -> answer.withArray("sources")
                    .addObject()
                    .put("type", "text")
                    .put("name", "Source " + number)
                    .put("url", "https://source.example/" + "x".repeat(100)));
        }
        return answer;
    }

    private static CommandRun run(LinkupStandIn standIn, TestDatabase which, String table, Path input, Path folder) {
        return CommandRun.of(
                Map.of("LINKUP_API_KEY", standIn.apiKey(), "LINKUP_BASE_URL", standIn.baseUrl()),
                "--input",
                input.toString(),
                "--output",
                folder.toString(),
                "--jdbc-url",
                which.url(),
                "--table",
                table);
    }

    /** The lines of the summary between its headline and the number of rows. */
    private static void assertCountsAddUp(CommandRun run, int rows) {
        String summary = run.out()
                .substring(run.out().lastIndexOf(" finished in "), run.out().indexOf("  ------"));
        long sum = Pattern.compile("^ +(\\d+) ", Pattern.MULTILINE)
                .matcher(summary)
                .results()
                .mapToLong(count -> Long.parseLong(count.group(1)))
                .sum();
        assertThat(sum).as(run.out()).isEqualTo(rows);
        assertThat(run.out()).contains(" " + rows + " rows in the file");
    }

    private static Map<String, String> statuses(JdbcClient jdbc, String table) {
        Map<String, String> statuses = new TreeMap<>();
        jdbc.sql("select company_key, status, error from " + table)
                .query((row, number) -> statuses.put(
                        row.getString("company_key"), row.getString("status") + " " + row.getString("error")))
                .list();
        return statuses;
    }

    private static void assertEachFailureIsInTheFileWithReasonAndTask(Path folder, Map<String, String> statuses)
            throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("failed.csv"));
        statuses.forEach((key, status) -> {
            if (status.startsWith("failed ")) {
                assertThat(lines)
                        .as(key)
                        .filteredOn(line -> line.startsWith(key + ","))
                        .singleElement()
                        .asString()
                        .matches(".*[^,],[-\\w]{14,},");
            }
        });
    }
}

package io.github.camellinkup.examples.companies.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.examples.companies.crm.CrmDatabase;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.ManualClock;
import io.github.camellinkup.test.Operation;
import io.github.camellinkup.test.StandInTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The command in processes that are killed: the next one goes on, and no company is asked about twice. */
@Timeout(180)
public class KilledRunTest {

    /** The rows that the job looks at together. It goes on with the next ones when the tasks of these are recorded. */
    private static final int ROWS_AT_ONCE = 400;

    private static final int ROWS = ROWS_AT_ONCE + 101;

    /** Two calls for the first rows and two for the others, so that all their tasks take few reads. */
    private static final int WITHOUT_NAME = ROWS_AT_ONCE - 150;

    private static final int COMPANIES = ROWS - WITHOUT_NAME;

    /** What has finished when the second process is killed. */
    private static final int FINISHED_EARLY = 200;

    private static final int LONGEST_STEP_SECONDS = 60;

    private static final String TASKS = "linkup_companies_task";
    private static final String INTENTS = "linkup_companies_outbox";

    private final ManualClock clock = new ManualClock(Instant.now());
    private final AtomicInteger served = new AtomicInteger();

    @TempDir
    private Path folder;

    private LinkupStandIn standIn;
    private Path input;
    private int processes;

    @BeforeEach
    void startStandIn() throws IOException {
        standIn = LinkupStandIn.builder()
                .clock(clock)
                .noPollLimit()
                .taskTime("search", task -> Duration.ofSeconds(task.number() <= FINISHED_EARLY ? 5 : 20))
                .start();
        InventedProfiles profiles = new InventedProfiles(7);
        standIn.answerSearch(question -> {
            served.incrementAndGet();
            return profiles.apply(question);
        });
        standIn.failTasksWhen(task -> task.input().path("q").asText().contains("Doomed"), "nothing found");
        input = Files.writeString(
                folder.resolve("companies.csv"),
                IntStream.rangeClosed(1, ROWS)
                        .mapToObj(number -> number + "," + name(number))
                        .collect(Collectors.joining("\n", "id,name\n", "\n")));
    }

    private static String name(int number) {
        if (number <= WITHOUT_NAME) {
            return "";
        }
        return number % 10 == 0 ? "Doomed " + number : "Company " + number;
    }

    @AfterEach
    void stopStandIn() {
        standIn.close();
    }

    @Test
    void nextProcessGoesOnAndNothingIsSentTwice() throws Exception {
        killWhileTasksAreCreated();
        killWhileResultsComeIn();
        long storedBefore = count("done") + count("failed");
        clock.advance(Duration.ofSeconds(20));

        CommandRun last;
        try (CompaniesProcess process = start()) {
            last = process.end(LONGEST_STEP_SECONDS);
        }

        assertThat(last.exitCode()).as(last.out()).isZero();
        assertEachCompanyIsAskedAboutOnce();
        assertThat(count("failed")).isEqualTo(doomed());
        assertThat(count("done")).isEqualTo(COMPANIES - doomed());
        assertThat(rowsOf(TASKS + " where state <> 'taken'")).isZero();
        assertThat(rowsOf(INTENTS)).isZero();
        assertThat(last.out())
                .contains("0 sent, ")
                .contains(" in the CRM already")
                .contains(WITHOUT_NAME + " not usable")
                .contains(ROWS + " rows in the file")
                .doesNotContain("not waited for", "not sent\n", "not in the file");
        assertThat(sentByAnEarlierRun(last)).isBetween(COMPANIES - storedBefore, COMPANIES - storedBefore + 1);
    }

    /** One more than what is not stored, if the kill came between a result and the record of it. */
    private static long sentByAnEarlierRun(CommandRun run) {
        Matcher matcher = Pattern.compile("(\\d+) sent by an earlier run, (\\d+) finished")
                .matcher(run.out());
        assertThat(matcher.find()).as(run.out()).isTrue();
        assertThat(matcher.group(1)).isEqualTo(matcher.group(2));
        return Long.parseLong(matcher.group(1));
    }

    private long doomed() {
        return standIn.tasks().stream()
                .filter(task -> task.input().path("q").asText().contains("Doomed"))
                .count();
    }

    /** Of the calls under way one has created its tasks, the other none; the tasks of those before are recorded. */
    private void killWhileTasksAreCreated() throws InterruptedException {
        AtomicInteger first = new AtomicInteger();
        AtomicInteger others = new AtomicInteger();
        standIn.failWhen(
                call -> call.operation() == Operation.TASKS_CREATE && first.incrementAndGet() == 3,
                Fault.slowStart(Duration.ofMinutes(5)));
        standIn.failWhen(
                call -> call.operation() == Operation.TASKS_CREATE && others.incrementAndGet() == 3,
                Fault.cutConnection());
        try (CompaniesProcess process = start()) {
            await(process, () -> standIn.count(Operation.TASKS_CREATE) == 4);
            process.kill();
        }
        standIn.clearFaults();

        assertThat(count("sent")).isEqualTo(COMPANIES);
        assertThat(rowsOf(TASKS)).isEqualTo(ROWS_AT_ONCE - WITHOUT_NAME);
        assertThat(rowsOf(INTENTS)).isEqualTo(2);
        assertThat(standIn.tasks()).hasSizeBetween(ROWS_AT_ONCE - WITHOUT_NAME + 1, COMPANIES - 1);
    }

    private void killWhileResultsComeIn() throws InterruptedException {
        try (CompaniesProcess process = start()) {
            await(process, () -> standIn.tasks().size() == COMPANIES);
            clock.advance(Duration.ofSeconds(10));
            // More than a page of results, so that some are stored.
            await(process, () -> served.get() > 110);
            assertThat(process.said()).contains("To send:  at most ");
            process.kill();
        }

        assertThat(count("done")).isBetween(1L, (long) FINISHED_EARLY);
        assertThat(count("sent")).isPositive();
        assertThat(rowsOf(TASKS + " where state = 'pending'")).isPositive();
        assertEachCompanyIsAskedAboutOnce();
    }

    private void assertEachCompanyIsAskedAboutOnce() {
        assertThat(standIn.tasks())
                .extracting((StandInTask task) -> task.input().path("q").asText())
                .hasSize(COMPANIES)
                .doesNotHaveDuplicates();
    }

    private static void await(CompaniesProcess process, Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(LONGEST_STEP_SECONDS))
                .pollInterval(Duration.ofMillis(10))
                .failFast("The command ended too early", () -> !process.isAlive())
                .until(condition);
    }

    private CompaniesProcess start() {
        return CompaniesProcess.start(
                Map.of("LINKUP_API_KEY", standIn.apiKey(), "LINKUP_BASE_URL", standIn.baseUrl()),
                folder.resolve("said-" + ++processes + ".txt"),
                "--input",
                input.toString(),
                "--output",
                folder.toString());
    }

    private long count(String status) {
        return rowsOf("companies where status = '" + status + "'");
    }

    private long rowsOf(String table) {
        try (CrmDatabase database = CrmDatabase.embedded(folder)) {
            return JdbcClient.create(database.dataSource())
                    .sql("select count(*) from " + table)
                    .query(Long.class)
                    .single();
        }
    }
}

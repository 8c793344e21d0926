package io.github.camellinkup.examples.companies.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.test.Operation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a run costs: said before, asked about, limited, and said afterwards. */
@Timeout(120)
public class CostTest {

    @TempDir
    private Path folder;

    private JobFixture job;
    private final List<String> questions = new ArrayList<>();

    @BeforeEach
    void startJob() {
        job = new JobFixture(folder);
    }

    @AfterEach
    void stopStandIn() {
        job.close();
    }

    private void companies(int count) {
        job.input(IntStream.rangeClosed(1, count)
                .mapToObj(number -> "K%04d,Company %d".formatted(number, number))
                .collect(Collectors.joining("\n", "id,name\n", "\n")));
    }

    @Test
    void dryRunSaysHowManySearchesWhichDepthAndThePriceAndLeavesNothing() {
        job.input("id,name\n1,Acme\n1,Acme\n2,\n3,Beta\n");

        CommandRun run = job.run("--dry-run", "--depth=deep");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("2 searches of depth deep, about $0.11 at list price", "Nothing was sent");
        assertThat(job.standIn.count(Operation.TASKS_CREATE)).isZero();
        assertThat(folder.resolve("report.html")).doesNotExist();
        assertThat(folder.resolve("failed.csv")).doesNotExist();
        assertThat(job.query("select table_name from information_schema.tables where table_schema = 'PUBLIC'"))
                .isEmpty();
    }

    @Test
    void dryRunCountsWhatTheNextRunWouldSend() {
        companies(5);
        job.standIn.failTasksWhen(task -> task.input().path("q").asText().contains("Company 2"), "nothing found");
        job.run("--limit=3");

        assertThat(job.run("--dry-run").out()).contains("2 searches of depth standard, about $0.01");
        assertThat(job.run("--dry-run", "--retry-failed").out()).contains("3 searches");
        assertThat(job.run("--dry-run", "--retry-failed", "--limit=1").out()).contains("1 search of");
        assertThat(job.standIn.tasks()).hasSize(3);
    }

    @Test
    void pricesAreWrittenForPeople() {
        companies(1200);

        assertThat(job.run("--dry-run").out()).contains("1,200 searches of depth standard, about $7.20 at list price");
        assertThat(job.run("--dry-run", "--depth=deep").out()).contains("about $66.00 at list price");
    }

    @Test
    void runSaysWhatItCostsBeforeAndWhatItSpentAfterwards() {
        companies(200);
        job.standIn.failTasksWhen(task -> task.input().path("q").asText().matches(".*Company \\d:.*"), "nothing found");

        CommandRun run = job.run("--depth=flash");

        assertThat(run.out())
                .contains("To send:  200 searches of depth flash, about $1.20 at list price")
                .containsIgnoringWhitespaces(
                        "Cost: 191 searches of depth flash, about $1.15 at list price. Searches that fail at Linkup cost nothing.");
        assertThat(job.standIn.tasks())
                .allSatisfy(
                        task -> assertThat(task.input().path("depth").asText()).isEqualTo("flash"));
    }

    @Test
    void standInIsFree() {
        companies(120);

        CommandRun run =
                CommandRun.of(Map.of(), this::no, job.arguments("--stand-in-seconds=0.3", "--stand-in-fail-rate=0"));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .containsIgnoringWhitespaces("To send: 120 searches of depth standard, free with the stand-in "
                        + "(about $0.72 at list price with Linkup itself)");
        assertThat(questions).isEmpty();
    }

    @Test
    void limitSendsTheFirstOnesAndTheNextRunGoesOnThere() {
        companies(5);

        CommandRun first = job.run("--limit=2");
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out()).contains("2 searches", "2 enriched", "3 not sent", "5 rows in the file");
        assertThat(job.statuses()).containsExactly("K0001 done", "K0002 done");

        CommandRun second = job.run("--limit=2");
        assertThat(second.out()).contains("2 enriched", "2 in the CRM already", "1 not sent");
        CommandRun third = job.run();
        assertThat(third.out()).as(third.err()).contains("1 enriched", "4 in the CRM already");
        assertThat(job.run().out())
                .containsIgnoringWhitespaces("To send: nothing", "Nothing to send.", "Cost: nothing.");
        assertThat(job.statuses())
                .containsExactly("K0001 done", "K0002 done", "K0003 done", "K0004 done", "K0005 done");
    }

    @Test
    void limitOverTheFirstRowsThatAreLookedUpTogetherHoldsToo() {
        companies(450);

        CommandRun run = job.run("--limit=410", "--yes");

        assertThat(run.out()).contains("410 sent", "40 not sent");
        assertThat(job.questions()).hasSize(410).doesNotHaveDuplicates();
    }

    @Test
    void moreThanAHundredSearchesAreSentOnlyAfterAYes() {
        companies(101);

        CommandRun refused = job.run(this::no);

        assertThat(questions).containsExactly("Send 101 searches of depth standard, about $0.61 at list price? [y/N] ");
        assertThat(refused.exitCode()).isEqualTo(130);
        assertThat(refused.out()).contains("Nothing was sent");
        assertThat(job.standIn.count(Operation.TASKS_CREATE)).isZero();
        assertThat(folder.resolve("report.html")).doesNotExist();

        CommandRun confirmed = job.run(question -> Optional.of(" Yes"));

        assertThat(confirmed.exitCode()).as(confirmed.err()).isZero();
        assertThat(job.standIn.tasks()).hasSize(101);
    }

    @Test
    void nothingIsAskedForAHundredOrWithYesOrWithoutATerminal() {
        companies(100);
        assertThat(job.run(this::no).exitCode()).isZero();

        companies(220);
        assertThat(job.run(this::no, "--yes", "--limit=110").exitCode()).isZero();
        assertThat(job.run(question -> Optional.empty(), "--retry-failed").exitCode())
                .isZero();

        assertThat(questions).isEmpty();
        assertThat(job.standIn.tasks()).hasSize(220);
    }

    private Optional<String> no(String question) {
        questions.add(question);
        return Optional.of("n");
    }
}

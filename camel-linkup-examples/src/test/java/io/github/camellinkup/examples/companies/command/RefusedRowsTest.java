package io.github.camellinkup.examples.companies.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.Operation;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rows that cannot be looked up: each fails by itself, and the others go on. */
@Timeout(120)
public class RefusedRowsTest {

    @TempDir
    private Path folder;

    private JobFixture job;

    @BeforeEach
    void startJob() {
        job = new JobFixture(folder);
    }

    @AfterEach
    void stopStandIn() {
        job.close();
    }

    @Test
    void rowThatLinkupRefusesFailsWithItsLineAndTheOthersAreSentOnce() {
        job.input(IntStream.rangeClosed(1, 500)
                .mapToObj(number -> number + "," + (number == 150 ? "Refused Ltd" : "Company " + number))
                .collect(Collectors.joining("\n", "id,name\n", "\n")));
        job.standIn.failWhen(
                call -> call.operation() == Operation.TASKS_CREATE
                        && call.body().contains("Refused Ltd"),
                Fault.error(400, "VALIDATION_ERROR", "The question is not allowed"));

        CommandRun run = job.run();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("499 enriched", "1 not usable", "500 rows in the file");
        assertThat(job.questions()).hasSize(499).doesNotHaveDuplicates();
        assertThat(job.failedRows())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("150,Refused Ltd,")
                .contains("The question is not allowed")
                .endsWith(",151");
        assertThat(job.query("select error from companies where status = 'failed'"))
                .singleElement()
                .asString()
                .contains("The question is not allowed");
    }

    @Test
    void callWhoseAnswerIsLostBesideARefusedOneIsNotSentAgain() {
        job.input(IntStream.rangeClosed(1, 250)
                .mapToObj(number -> number + "," + (number == 150 ? "Refused Ltd" : "Company " + number))
                .collect(Collectors.joining("\n", "id,name\n", "\n")));
        job.standIn.failWhen(
                call -> call.operation() == Operation.TASKS_CREATE
                        && call.body().contains("Refused Ltd"),
                Fault.error(400, "VALIDATION_ERROR", "The question is not allowed"));
        job.standIn.failWhen(
                call -> call.operation() == Operation.TASKS_CREATE
                        && call.body().contains("of Company 7:"),
                Fault.cutConnection().afterProcessing());

        CommandRun run = job.run();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("249 enriched", "1 not usable", "250 rows in the file");
        assertThat(job.questions()).hasSize(249).doesNotHaveDuplicates();
    }

    @Test
    void rowThatLinkupHasRefusedIsNotSentAgainUnlessAskedFor() {
        job.input("id,name\n1,Refused Ltd\n2,Acme\n");
        job.standIn.failWhen(
                call -> call.operation() == Operation.TASKS_CREATE
                        && call.body().contains("Refused Ltd"),
                Fault.error(400, "VALIDATION_ERROR", "The question is not allowed"));
        job.run();
        job.standIn.clearFaults();

        assertThat(job.run().out()).contains("Nothing to send.", "1 failed in an earlier run");
        assertThat(job.run("--retry-failed").out()).contains("1 sent, 1 finished");
        assertThat(job.statuses()).containsExactly("1 done", "2 done");
    }

    @Test
    void creditsThatEndWhileRowsAreSentOneByOneStopTheRun() {
        job.input("id,name\n1,Refused Ltd\n2,Acme\n3,Beta\n");
        job.standIn.failWhen(
                call -> call.operation() == Operation.TASKS_CREATE
                        && call.body().contains("Refused Ltd"),
                Fault.error(400, "VALIDATION_ERROR", "The question is not allowed"));
        job.standIn.failWhen(
                call -> call.operation() == Operation.TASKS_CREATE
                        && call.body().contains("Beta"),
                Fault.error(429, "INSUFFICIENT_FUNDS_CREDITS", "No credits left"));

        CommandRun run = job.run();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("No credits left");
        assertThat(run.out()).contains("1 not usable", "3 rows in the file");
        assertThat(job.query("select company_key from companies where status = 'failed'"))
                .containsExactly("1");
    }

    @Test
    void rowWithNulFailsWithItsLineAndTheOthersAreSent() {
        job.input("id,name\n1,Ac\0me\n2,Beta\n3,Gamma\n");

        CommandRun run = job.run();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("2 enriched", "1 not usable", "3 rows in the file");
        assertThat(job.statuses()).containsExactly("2 done", "3 done");
        assertThat(job.failedRows())
                .hasSize(2)
                .last()
                .asString()
                .contains("U+0000")
                .endsWith(",2");
    }

    @Test
    void keysThatDifferInCaseOrAccentAreDifferentCompanies() {
        job.input("id,name\n0015g00000AbCdE,A\n0015g00000AbCde,B\nRésumé,C\nResume,D\nresume,E\n");

        job.run();
        CommandRun second = job.run();

        assertThat(job.query("select distinct task_id from companies")).hasSize(5);
        assertThat(job.query("select concat(company_key, ' ', name) from companies"))
                .containsExactlyInAnyOrder(
                        "0015g00000AbCdE A", "0015g00000AbCde B", "Résumé C", "Resume D", "resume E");
        assertThat(second.out()).contains("Nothing to send.", "5 in the CRM already");
    }

    @Test
    void rowsThatRepeatAKeyAreToldBeforeTheRunAndInItsSummaryWhereverTheyAre() {
        job.input(IntStream.rangeClosed(1, 450)
                .mapToObj(number -> (number == 430 ? 1 : number) + ",Company " + number)
                .collect(Collectors.joining("\n", "id,name\n", "\n")));

        CommandRun run = job.run();

        String warning = "Line 431 has the key of line 2 ('1'), but other content";
        assertThat(run.out().indexOf(warning)).isLessThan(run.out().indexOf("To send:"));
        assertThat(run.out().lastIndexOf(warning)).isGreaterThan(run.out().indexOf("450 rows in the file"));
        assertThat(run.out()).contains("449 enriched", "1 not usable");
        assertThat(job.failedRows()).last().asString().contains("has the key of line 2, but other content");
    }
}

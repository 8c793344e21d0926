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
        job.input(IntStream.rangeClosed(1, 1000)
                .mapToObj(number -> number + "," + (number == 150 ? "Refused Ltd" : "Company " + number))
                .collect(Collectors.joining("\n", "id,name\n", "\n")));
        job.standIn.failWhen(
                call -> call.operation() == Operation.TASKS_CREATE
                        && call.body().contains("Refused Ltd"),
                Fault.error(400, "VALIDATION_ERROR", "The question is not allowed"));

        CommandRun run = job.run();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("999 enriched", "1 not usable", "1000 rows in the file");
        assertThat(job.questions()).hasSize(999).doesNotHaveDuplicates();
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
}

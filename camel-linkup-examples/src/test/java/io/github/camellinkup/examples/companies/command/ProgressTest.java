package io.github.camellinkup.examples.companies.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.examples.companies.Counts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

public class ProgressTest {

    @Test
    void printsFewPlainLinesWhereThereIsNoTerminal() {
        StringWriter out = new StringWriter();

        try (Progress progress = new Progress(1000, new PrintWriter(out, true), false)) {
            for (int done = 1; done <= 1000; done++) {
                progress.accept(new Counts(1000, 0, 0, 0, 1000, 0, done, 0, 0, 1000));
            }
        }

        assertThat(out.toString()).doesNotContain("\r").contains("1000 of 1000 rows, 0 failed, 0 running, ");
        assertThat(out.toString().lines().count()).isLessThan(5);
    }

    @Test
    void writesOverItsLineOnATerminal() {
        StringWriter out = new StringWriter();

        try (Progress progress = new Progress(10, new PrintWriter(out, true), true)) {
            progress.accept(new Counts(10, 1, 2, 0, 5, 2, 3, 1, 0, 5));
        }

        assertThat(out.toString()).contains("\r", "7 of 10 rows, 1 failed, 3 running, ", "/s, ", " left");
    }

    @Test
    void lineFits80ColumnsAndIsCutBetweenNumbers() {
        StringWriter out = new StringWriter();

        try (Progress progress = new Progress(80_000_000_000L, new PrintWriter(out, true), true)) {
            progress.accept(
                    new Counts(80_000_000_000L, 0, 0, 0, 70_000_000_000L, 0, 50_000_000_000L, 10_000_000_000L, 0, 0));
        }

        assertThat(List.of(out.toString().split("\r")))
                .allSatisfy(line -> assertThat(line.length()).isLessThan(80))
                .last()
                .asString()
                .startsWith("60000000000 of 80000000000 rows, 10000000000 failed, 10000000000 running ");
    }

    @Test
    void saysSomethingBeforeAnythingHasHappened() {
        StringWriter out = new StringWriter();

        Progress progress = new Progress(10, new PrintWriter(out, true), false);
        try (progress) {
            await().untilAsserted(() -> assertThat(out.toString()).contains("0 of 10 rows"));
        }
    }
}

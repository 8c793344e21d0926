package io.github.camellinkup.examples.companies.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.examples.companies.Counts;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

public class ProgressTest {

    @Test
    void printsFewPlainLinesWhereThereIsNoTerminal() {
        StringWriter out = new StringWriter();

        try (Progress progress = new Progress(1000, new PrintWriter(out, true), false)) {
            for (int done = 1; done <= 1000; done++) {
                progress.accept(new Counts(1000, 0, 0, 0, 1000, 0, done, 0, 0));
            }
        }

        assertThat(out.toString())
                .doesNotContain("\r")
                .contains("1000 of 1000 rows settled: sent 1000, running 0, done 1000, failed 0");
        assertThat(out.toString().lines().count()).isLessThan(5);
    }

    @Test
    void writesOverItsLineOnATerminal() {
        StringWriter out = new StringWriter();

        try (Progress progress = new Progress(10, new PrintWriter(out, true), true)) {
            progress.accept(new Counts(10, 1, 2, 0, 5, 2, 3, 1, 0));
        }

        assertThat(out.toString()).contains("\r", "7/10", "sent 5, running 3, done 3, failed 1");
    }
}

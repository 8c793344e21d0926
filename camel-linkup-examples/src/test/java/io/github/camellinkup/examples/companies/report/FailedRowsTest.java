package io.github.camellinkup.examples.companies.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.examples.companies.file.CompanyFile;
import io.github.camellinkup.examples.companies.file.CompanyRow;
import io.github.camellinkup.examples.companies.file.CompanyRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class FailedRowsTest {

    @TempDir
    private Path folder;

    @Test
    void quotesWhatHasToBeQuoted() throws IOException {
        Path file = folder.resolve("failed.csv");

        try (FailedRows rows = new FailedRows(file)) {
            rows.add(new CompanyRow(7, "A,1", "The \"Acme\" Co", "", "Spain"), "no\nluck");
        }

        assertThat(file)
                .hasContent("\uFEFFkey,name,website,country,reason,task_id,line\n"
                        + "\"A,1\",\"The \"\"Acme\"\" Co\",,Spain,\"no\nluck\",,7\n");
    }

    @Test
    void isThereToBeReadWhileTheRunGoesOn() throws IOException {
        Path file = folder.resolve("failed.csv");

        try (FailedRows rows = new FailedRows(file)) {
            rows.add(new CompanyRow(2, "", "", "", "Spain"), "no name");

            assertThat(Files.readAllLines(file)).hasSize(2);
        }
    }

    @Test
    void canBeTheInputOfAnotherRun() {
        Path file = folder.resolve("failed.csv");
        CompanyRow row = new CompanyRow(2, "A-1", "Acme", "https://acme.example", "Spain");

        try (FailedRows rows = new FailedRows(file)) {
            rows.add(row, "nothing found");
        }

        try (CompanyRows rows = new CompanyFile(file, StandardCharsets.UTF_8, ',', Map.of()).open()) {
            assertThat(rows.next()).isEqualTo(row);
        }
    }
}

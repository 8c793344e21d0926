package io.github.camellinkup.examples.companies.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.examples.companies.report.FailedRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class FailedFileTest {

    private static final List<String> FORMULAS = List.of(
            "=cmd|' /C calc'!A0",
            "=HYPERLINK(\"https://evil.example\",\"Acme\")",
            "+1",
            "-1",
            "@SUM(A1)",
            "'=already",
            "''+twice",
            "Acme;=cmd|' /C calc'!A0",
            "Acme;'-already\t@SUM(A1)");

    private static final List<String> TEXTS = List.of("Acme", "'s-Hertogenbosch Beheer", "A=B", "''");

    @TempDir
    private Path folder;

    @Test
    void noTextInTheFileBeginsLikeAFormula() throws IOException {
        Path file = write(FORMULAS, "=reason");

        for (CSVRecord row : CSVParser.parse(Files.readString(file), CSVFormat.DEFAULT)) {
            assertThat(row.toList()).noneMatch(value -> value.matches("(?s)(.*[;\\t])?[=+\\-@\\t\\r\\n].*"));
        }
    }

    @Test
    void reasonThatBeginsWithATabOrALineBreakIsATextToo() {
        assertThat(FailedFile.escape("\t=1+1")).isEqualTo("'\t'=1+1");
        assertThat(FailedFile.escape("\r=1+1")).isEqualTo("'\r=1+1");
    }

    @Test
    void textsComeBackAsTheyWereWhenTheFileIsRead() throws IOException {
        List<String> names = new ArrayList<>(FORMULAS);
        names.addAll(TEXTS);

        assertThat(names(write(names, "no luck"))).containsExactlyElementsOf(names);
    }

    @Test
    void apostrophesOfOtherFilesStay() throws IOException {
        Path file = Files.writeString(folder.resolve("other.csv"), "name\n'=Acme\n'-Beta\n");

        assertThat(names(file)).containsExactly("'=Acme", "'-Beta");
    }

    private Path write(List<String> names, String reason) {
        Path file = folder.resolve("failed.csv");
        try (FailedRows rows = new FailedRows(file)) {
            names.forEach(name -> rows.add(new CompanyRow(2, name, name, name, name), reason));
        }
        return file;
    }

    private static List<String> names(Path file) {
        List<String> names = new ArrayList<>();
        try (CompanyRows rows = new CompanyFile(file, null, null, Map.of()).open()) {
            rows.forEachRemaining(row -> names.add(row.name()));
        }
        return names;
    }
}

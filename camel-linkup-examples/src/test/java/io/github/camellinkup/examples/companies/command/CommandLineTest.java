package io.github.camellinkup.examples.companies.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

public class CommandLineTest {

    @TempDir
    private Path folder;

    @Test
    void helpShowsOptionsAndExitCodes() {
        CommandRun run = CommandRun.of(Map.of(), "--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("--input", "--key-column", "--jdbc-url", "--depth", "LINKUP_API_KEY", "Exit codes");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void unknownOptionIsWrongUsage() {
        assertWrongUsage("--inputs", "--inputs");
    }

    @Test
    void wrongDepthIsWrongUsage() {
        assertWrongUsage("--depth", "--depth=deeper");
    }

    @Test
    void unknownCharsetIsWrongUsage() {
        assertWrongUsage("--charset", "--charset=latin-99");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--delimiter=;;", "--delimiter=\"", "--delimiter="})
    void delimiterThatIsNotOneCharacterIsWrongUsage(String option) {
        assertWrongUsage("--delimiter", option);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\t", "tab", "TAB", "\t"})
    void tabIsADelimiterHoweverItIsGiven(String delimiter) throws IOException {
        Path input = Files.writeString(folder.resolve("companies.csv"), "name, or the like\tfirm\nJane\tAcme\n");

        CommandRun run = CommandRun.of(
                Map.of(),
                "--input=" + input,
                "--output=" + folder,
                "--delimiter=" + delimiter,
                "--name-column=firm",
                "--dry-run");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("name = 'firm'");
    }

    @Test
    void limitBelowOneIsWrongUsage() {
        assertWrongUsage("--limit must be at least 1", "--limit=0");
    }

    @Test
    void failedRowsThatTheRunWouldWriteOverCannotBeItsInput() throws IOException {
        Path failed = Files.writeString(folder.resolve("failed.csv"), "name\nAcme\n");

        assertWrongUsage("--input", "--input=" + failed, "--output=" + folder);
        assertThat(failed).hasContent("name\nAcme\n");
    }

    @Test
    void tableNameCannotCarrySql() {
        assertWrongUsage("--table", "--table=companies; drop table x");
    }

    @Test
    void searchOptionsThatLinkupWouldRefuseAreWrongUsage() {
        assertWrongUsage("--max-results must be at least 1", "--max-results=0");
        assertWrongUsage("--from-date must be an ISO date", "--from-date=yesterday");
        assertWrongUsage("--from-date must not be after", "--from-date=2026-02-01", "--to-date=2026-01-01");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--stand-in-fail-rate=2", "--stand-in-fail-rate=NaN", "--stand-in-seconds=-1"})
    void standInOptionsOutOfRangeAreWrongUsage(String option) {
        assertWrongUsage(option.replaceFirst("=.*", " must"), option);
    }

    @Test
    void missingInputIsWrongUsage() {
        assertWrongUsage("--input", "--input", folder.resolve("nowhere.csv").toString());
    }

    @Test
    void missingColumnIsWrongUsage() throws IOException {
        Path input = Files.writeString(folder.resolve("companies.csv"), "firm\nAcme\n");

        assertWrongUsage("--name-column", "--input", input.toString());
    }

    @Test
    void outputThatCannotBeAFolderIsWrongUsage() throws IOException {
        Path file = Files.writeString(folder.resolve("a-file"), "");

        assertWrongUsage("--output", "--output", file.toString());
    }

    @Test
    void databaseThatCannotBeReachedFailsTheJobWithoutShowingThePassword() {
        CommandRun run = CommandRun.of(
                Map.of(),
                "--output",
                folder.toString(),
                "--jdbc-url",
                "jdbc:h2:tcp://localhost:1/crm",
                "--jdbc-password",
                "top-secret");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("could not be done").doesNotContain("\tat ");
        assertThat(run.out() + run.err()).doesNotContain("top-secret");
    }

    private void assertWrongUsage(String option, String... args) {
        CommandRun run = CommandRun.of(Map.of(), args);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(option).contains("--help");
        assertThat(run.out()).doesNotContain("Service:");
    }
}

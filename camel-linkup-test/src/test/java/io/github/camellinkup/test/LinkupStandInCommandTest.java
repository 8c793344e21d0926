package io.github.camellinkup.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class LinkupStandInCommandTest {

    private final LinkupStandInCommand command = new LinkupStandInCommand();
    private final CommandLine line = new CommandLine(command);
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    LinkupStandInCommandTest() {
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    }

    @Test
    void announcesTheAddressAndACallThatWorks() throws Exception {
        line.parseArgs("--port", "0", "--api-key", "mine", "--queue-limit", "7", "--no-poll-limit", "--https");

        try (LinkupStandIn standIn = command.start()) {
            command.announce(standIn, line.getOut());

            assertThat(out.toString().lines().toList())
                    .hasSize(4)
                    .first()
                    .isEqualTo("Linkup stand-in on " + standIn.baseUrl());
            assertThat(out.toString()).contains("curl -s " + standIn.baseUrl() + "/search", "Bearer mine");
            String body = out.toString().lines().toList().get(3).replaceFirst(".* -d '(.*)'", "$1");
            assertThat(Wire.to(standIn).post("/search", body).status()).isEqualTo(200);
            assertThat(Wire.to(standIn).get("/tasks").status()).isEqualTo(200);
            assertThat(Wire.to(standIn).get("/tasks").json().at("/quota/limit").asInt())
                    .isEqualTo(7);
        }
    }

    @Test
    void tasksAndCallsFailAtTheRatesGiven() throws Exception {
        line.parseArgs("--port", "0", "--fail-rate", "0.5", "--error-rate", "0", "--search-time", "0ms..1ms");
        try (LinkupStandIn standIn = command.start()) {
            Wire.to(standIn).createSearchTasks(100);
            assertThat(standIn.tasks().stream().filter(task -> task.error() != null))
                    .hasSizeBetween(30, 70);
        }
        line.parseArgs("--port", "0", "--error-rate", "1");
        try (LinkupStandIn standIn = command.start()) {
            assertThat(Wire.to(standIn).get("/credits/balance").status()).isEqualTo(503);
        }
    }

    @Test
    void finishedTasksAreListedAsLateAsTold() throws Exception {
        line.parseArgs("--port", "0", "--no-poll-limit", "--search-time", "0ms", "--listed-late", "60m");
        try (LinkupStandIn standIn = command.start()) {
            Wire wire = Wire.to(standIn);
            String id = wire.createSearchTasks(1).get(0);

            assertThat(wire.get("/tasks/" + id).json().get("status").asText()).isEqualTo("completed");
            assertThat(wire.get("/tasks?status=completed").json().get("data")).isEmpty();
        }
    }

    @Test
    void helpNamesEveryOption() {
        assertThat(line.execute("--help")).isZero();
        assertThat(out.toString())
                .contains(
                        "--port",
                        "--search-time",
                        "--fetch-time",
                        "--research-time",
                        "--listed-late",
                        "--fail-rate",
                        "--error-rate",
                        "--queue-limit",
                        "--no-poll-limit",
                        "--direct-limit",
                        "--api-key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "5h", "-", "5s..1s", "1s..x"})
    void aWrongTimeIsExplained(String time) {
        assertThat(line.execute("--search-time", time)).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--search-time", time);
    }
}

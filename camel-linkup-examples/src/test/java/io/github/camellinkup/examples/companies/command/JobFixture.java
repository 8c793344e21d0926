package io.github.camellinkup.examples.companies.command;

import io.github.camellinkup.examples.companies.crm.CrmDatabase;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.StandInTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The command on one input file, against a stand-in that the command takes for the real service. */
final class JobFixture implements AutoCloseable {

    final LinkupStandIn standIn = LinkupStandIn.builder().noPollLimit().start();
    private final Path folder;

    JobFixture(Path folder) {
        this.folder = folder;
        standIn.answerSearch(new InventedProfiles(7));
    }

    void input(String text) {
        try {
            Files.writeString(folder.resolve("companies.csv"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CommandRun run(String... more) {
        return run(question -> Optional.empty(), more);
    }

    /** @param terminal answers questions */
    CommandRun run(Function<String, Optional<String>> terminal, String... more) {
        return CommandRun.of(
                Map.of("LINKUP_API_KEY", standIn.apiKey(), "LINKUP_BASE_URL", standIn.baseUrl()),
                terminal,
                arguments(more));
    }

    String[] arguments(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("--input", folder.resolve("companies.csv").toString(), "--output", folder.toString()));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    List<String> statuses() {
        return query("select concat(company_key, ' ', status) from companies order by company_key");
    }

    List<String> query(String sql) {
        try (CrmDatabase database = CrmDatabase.embedded(folder)) {
            return JdbcClient.create(database.dataSource())
                    .sql(sql)
                    .query(String.class)
                    .list();
        }
    }

    List<String> failedRows() {
        try {
            return Files.readAllLines(folder.resolve("failed.csv"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Linkup was asked, in the order of the tasks. */
    List<String> questions() {
        return standIn.tasks().stream()
                .map(StandInTask::input)
                .map(input -> input.path("q").asText())
                .toList();
    }

    @Override
    public void close() {
        standIn.close();
    }
}

package io.github.camellinkup.examples.smallest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged application, from the file to the table. */
@Timeout(120)
class SmallestOnQuarkusTest {

    private static final String KEY = "lkp-secret-0123456789abcdef";
    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final Path OF_CAMEL_MAIN = Path.of("../camel-linkup-examples/src/main/resources/smallest");

    @TempDir
    Path folder;

    @Test
    void eachRowOfTheFileGetsItsRowInTheTableAndASecondRunSendsNothing() throws Exception {
        try (LinkupStandIn standIn = LinkupStandIn.builder().apiKeys(KEY).start()) {
            Map<String, String> properties = Map.of("linkup.address", standIn.baseUrl());

            run(Map.of("LINKUP_API_KEY", KEY), properties);
            assertThat(completed()).containsExactly("C-1", "C-2", "C-3", "C-4", "C-5");
            assertThat(standIn.tasks()).hasSize(5);
            assertThat(standIn.count(Operation.TASKS_CREATE)).isLessThan(5);

            run(Map.of("LINKUP_API_KEY", KEY), properties);
            assertThat(standIn.tasks()).hasSize(5);
        }
    }

    @Test
    void theProfileOfTheStandInNeedsNoKey() throws Exception {
        run(Map.of(), Map.of("quarkus.profile", "stand-in"));

        assertThat(completed()).hasSize(5);
    }

    /** A flow moves to another host as it is. */
    @Test
    void theFlowIsThatOfCamelMain() throws Exception {
        for (String file : List.of("companies.yaml", "companies.csv", "create.sql", "store.sql", "stand-in.yaml")) {
            assertThat(RESOURCES.resolve("smallest").resolve(file)).hasSameTextualContentAs(OF_CAMEL_MAIN.resolve(file));
        }
        assertThat(component(RESOURCES)).isNotEmpty().isEqualTo(component(OF_CAMEL_MAIN));
    }

    private static List<String> component(Path folder) throws Exception {
        return Files.readAllLines(folder.resolve("application.properties")).stream()
                .filter(line -> line.startsWith("camel.component.linkup."))
                .toList();
    }

    /** Runs the application until it ends by itself. */
    private void run(Map<String, String> environment, Map<String, String> properties) throws Exception {
        Path log = Files.createTempFile(Path.of("target"), "application-", ".txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dcamel.main.duration-max-idle-seconds=5",
                "-Dquarkus.datasource.jdbc.url=" + database() + ";DB_CLOSE_ON_EXIT=FALSE"));
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-jar", System.getProperty("application.jar")));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(Files.readString(log)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readString(log)).contains("store", "camel-linkup").doesNotContain("lkp-secret");
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }

    private String database() {
        return "jdbc:h2:" + folder.resolve("crm");
    }

    private List<String> completed() throws SQLException {
        try (var connection = DriverManager.getConnection(database());
                var statement = connection.createStatement();
                var found = statement.executeQuery("select id from company where status = 'completed'"
                        + " and industry is not null and employees is not null and headquarters is not null"
                        + " order by id")) {
            List<String> ids = new ArrayList<>();
            while (found.next()) {
                ids.add(found.getString(1));
            }
            return ids;
        }
    }
}

package io.github.camellinkup.examples.smallest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar, started as a user starts it. */
@Timeout(300)
class ApplicationTest {

    /** Each line of the file, and the file. */
    private static final int SENDING = 7;

    private static final int RESULTS = 5;

    @TempDir
    private Path folder;

    @Test
    void eachRowOfTheFileGetsItsRowInTheTableAndASecondRunSendsNothing() throws Exception {
        try (LinkupStandIn linkup = LinkupStandIn.start()) {
            run(linkup, SENDING + RESULTS);

            assertThat(linkup.tasks()).hasSize(RESULTS);
            assertThat(table()).containsExactly("C-1", "C-2", "C-3", "C-4", "C-5");

            run(linkup, SENDING);

            assertThat(linkup.tasks()).hasSize(RESULTS);
            assertThat(linkup.count(Operation.TASKS_CREATE)).isLessThanOrEqualTo(RESULTS);
        }
    }

    /** The flow is the one for Camel Main: no line of it knows the host. */
    @Test
    void flowIsThatOfCamelMain() throws Exception {
        Path main = Path.of("../camel-linkup-examples/src/main");
        for (String file : List.of(
                "resources/smallest/companies.yaml",
                "resources/smallest/companies.csv",
                "resources/smallest/create.sql",
                "resources/smallest/store.sql",
                "resources/smallest/stand-in.yaml",
                "java/io/github/camellinkup/examples/smallest/Company.java")) {
            assertThat(Path.of("src/main").resolve(file)).hasSameTextualContentAs(main.resolve(file));
        }
        assertThat(options(Path.of("src/main/resources/application.properties")))
                .isNotEmpty()
                .isEqualTo(options(main.resolve("resources/smallest/application.properties")));
    }

    private static List<String> options(Path properties) throws Exception {
        try (var lines = Files.lines(properties)) {
            return lines.filter(line -> line.startsWith("camel.component.linkup."))
                    .toList();
        }
    }

    @Test
    void withoutAKeyTheProcessEndsAndSaysWhatIsMissing() throws Exception {
        try (LinkupStandIn linkup = LinkupStandIn.start()) {
            Path output = folder.resolve("output.txt");

            assertThat(exitCode(linkup, "", SENDING, output)).isEqualTo(1);

            assertThat(output).content().contains("LINKUP_API_KEY");
        }
    }

    private void run(LinkupStandIn linkup, int exchanges) throws Exception {
        Path output = Files.createTempFile(folder, "output", ".txt");
        assertThat(exitCode(linkup, linkup.apiKey(), exchanges, output))
                .as(() -> read(output))
                .isZero();
        assertThat(output).content().doesNotContain(linkup.apiKey(), "\tat ");
    }

    /** Runs the jar until it has completed so many exchanges, which ends it. */
    private int exitCode(LinkupStandIn linkup, String key, int exchanges, Path output) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        System.getProperty("application.jar"),
                        "--linkup.address=" + linkup.baseUrl(),
                        "--spring.datasource.url=" + database(),
                        "--camel.main.duration-max-idle-seconds=60",
                        "--camel.main.duration-max-messages=" + exchanges)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("LINKUP_API_KEY", key);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS))
                    .as(() -> read(output))
                    .isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private String database() {
        return "jdbc:h2:" + folder.resolve("crm");
    }

    private List<String> table() throws Exception {
        List<String> ids = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(database());
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("select id from company where status = 'completed' and industry is not null"
                                + " and employees is not null and headquarters is not null order by id")) {
            while (rows.next()) {
                ids.add(rows.getString("id"));
            }
        }
        return ids;
    }
}

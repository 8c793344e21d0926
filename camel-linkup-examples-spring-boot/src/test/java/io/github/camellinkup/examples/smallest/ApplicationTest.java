package io.github.camellinkup.examples.smallest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.Operation;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar, started as a user starts it. */
@Timeout(300)
class ApplicationTest {

    /** Each line of the file, and the file. */
    private static final int SENDING = 7;

    private static final int RESULTS = 5;

    private static final String JAR = System.getProperty("application.jar");

    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

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

    /** The key is in the environment of the process. An exchange awaits its result when the process is asked to end. */
    @Test
    void withActuatorsNoPageAndNoLogShowsTheKeyAndATerminatedProcessEnds() throws Exception {
        Path output = folder.resolve("output.txt");
        Path routes = Files.writeString(folder.resolve("await.yaml"), """
                - route:
                    from:
                      uri: timer:once
                      parameters:
                        repeatCount: 1
                      steps:
                        - setBody:
                            constant: acme
                        - to:
                            uri: linkup:tasks
                            parameters:
                              mode: await
                              type: search
                              baseUrl: "{{linkup.address}}"
                """);
        try (LinkupStandIn linkup = LinkupStandIn.builder()
                .taskTime("search", Duration.ofHours(1))
                .start()) {
            Process process = start(
                    linkup,
                    linkup.apiKey(),
                    output,
                    // Adds jars to a repackaged jar.
                    "-Dloader.main=" + Application.class.getName(),
                    "-Dloader.path=" + jars(),
                    "-cp",
                    JAR,
                    "org.springframework.boot.loader.launch.PropertiesLauncher",
                    "--server.port=0",
                    "--management.endpoints.web.exposure.include=*",
                    "--management.endpoint.env.show-values=always",
                    "--management.endpoint.configprops.show-values=always",
                    "--camel.main.shutdown-timeout=2",
                    "--camel.main.routes-include-pattern=file:" + routes);
            try {
                await().atMost(Duration.ofMinutes(1))
                        .untilAsserted(() -> {
                            assertThat(linkup.tasks()).as(read(output)).hasSize(1);
                            assertThat(output).content().containsPattern(PORT);
                        });
                Matcher port = PORT.matcher(read(output));
                assertThat(port.find()).isTrue();
                for (String page : List.of("env", "env/LINKUP_API_KEY", "configprops", "beans")) {
                    HttpResponse<String> answer = HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(URI.create(
                                                    "http://localhost:" + port.group(1) + "/actuator/" + page))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString());
                    assertThat(answer.statusCode()).as(page).isEqualTo(200);
                    assertThat(answer.body()).as(page).doesNotContain(linkup.apiKey());
                }

                process.destroy();

                assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(() -> read(output)).isTrue();
            } finally {
                process.destroyForcibly();
            }
            assertThat(output).content().doesNotContain(linkup.apiKey());
            // Camel logs the exchange that failed, and nothing else fails.
            assertThat(Files.readAllLines(output))
                    .filteredOn(line -> line.matches("[\\w.]+(Exception|Error)(: .*)?"))
                    .containsExactly(
                            "java.util.concurrent.CancellationException: The Linkup component is stopping");
        }
    }

    private static String jars() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> path.endsWith(".jar"))
                .collect(Collectors.joining(","));
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
        Process process = start(
                linkup,
                key,
                output,
                "-jar",
                JAR,
                "--camel.main.duration-max-idle-seconds=60",
                "--camel.main.duration-max-messages=" + exchanges);
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS))
                    .as(() -> read(output))
                    .isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start(LinkupStandIn linkup, String key, Path output, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(arguments));
        command.add("--linkup.address=" + linkup.baseUrl());
        command.add("--spring.datasource.url=" + database());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("LINKUP_API_KEY", key);
        return builder.start();
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

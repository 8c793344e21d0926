package io.github.camellinkup.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application in a process of its own: devtools and virtual threads are a matter of the whole process. */
class StandaloneApplicationTest {

    private static final Duration TASK_TIME = Duration.ofSeconds(5);

    /** Long enough for a busy computer. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ManualClock clock = new ManualClock(Instant.now());
    private final LinkupStandIn linkup = LinkupStandIn.builder()
            .clock(clock)
            .taskTime("search", TASK_TIME)
            .noPollLimit()
            .start();

    @TempDir
    private Path folder;

    private Process process;

    @BeforeEach
    void answer() {
        linkup.answerSearch(input -> JsonNodeFactory.instance
                .objectNode()
                .put("name", input.path("q").asText().toUpperCase()));
    }

    @AfterEach
    void stop() {
        if (process != null) {
            process.destroyForcibly();
        }
        linkup.close();
    }

    /** A change that devtools sees restarts the application in a new class loader, in the same process. */
    @Test
    void underDevtoolsAnswersAreOfTheClassThatIsLoadedAnewAlsoForTasksSentBefore() throws Exception {
        Path watched = Files.createDirectory(folder.resolve("watched"));
        start(
                Path.of(System.getProperty("java.home")),
                "--spring.devtools.restart.additional-paths=" + watched,
                "--spring.devtools.restart.poll-interval=200ms",
                "--spring.devtools.restart.quiet-period=100ms");
        awaitTasks(2);
        String before = classLoader(awaitPrinted("JAVA", "YAML").get(0));

        Files.writeString(watched.resolve("change"), "");
        awaitTasks(4);
        clock.advance(TASK_TIME);

        // Of the exchanges that awaited a result only the second goes on. The consumer gets the result of the first.
        List<String> after = awaitPrinted("JAVA", "YAML", "JAVA", "YAML", "BATCH", "BATCH", "AWAIT", "AWAIT").stream()
                .skip(2)
                .toList();
        assertThat(before).contains("RestartClassLoader");
        assertThat(after)
                .extracting(StandaloneApplicationTest::classLoader)
                .containsOnly(classLoader(after.get(0)))
                .doesNotContain(before);
        assertThat(read()).doesNotContain(linkup.apiKey());
    }

    /** Camel chooses the kind of threads once for a process. */
    @Test
    void onVirtualThreadsTasksAreSentAwaitedAndConsumedAndTheApplicationEnds() throws Exception {
        Optional<Path> newer = VirtualThreadsJdk.home();
        assumeTrue(newer.isPresent(), "There is no JDK with virtual threads");
        start(newer.get(), "--spring.devtools.restart.enabled=false", "--spring.threads.virtual.enabled=true");
        awaitTasks(2);
        clock.advance(TASK_TIME);

        List<String> printed = awaitPrinted("JAVA", "YAML", "BATCH", "AWAIT");
        process.destroy();

        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(printed)
                .filteredOn(line -> line.matches("(BATCH|AWAIT) .*"))
                .allMatch(line -> line.contains("VirtualThread"));
        assertThat(read()).doesNotContain(linkup.apiKey(), "\tat ");
    }

    private static String classLoader(String line) {
        return line.split(" ")[1];
    }

    /** The application uses the real environment and the class path of its files, as an IDE starts it. */
    private void start(Path jdk, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                jdk.resolve("bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                StandaloneApplication.class.getName(),
                "--spring.main.web-application-type=none",
                "--spring.datasource.url=jdbc:h2:" + folder.resolve("tasks"),
                "--camel.component.linkup.base-url=" + linkup.baseUrl(),
                "--camel.component.linkup.data-source=#type:javax.sql.DataSource",
                "--camel.component.linkup.node-id=one",
                "--camel.main.routes-include-pattern=classpath:standalone/*.yaml",
                "--camel.main.run-controller=true",
                "--camel.main.shutdown-timeout=1"));
        command.addAll(List.of(options));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output().toFile());
        builder.environment().put("LINKUP_API_KEY", linkup.apiKey());
        process = builder.start();
    }

    private Path output() {
        return folder.resolve("output.txt");
    }

    private void awaitTasks(int count) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(linkup.tasks()).as(read()).hasSize(count));
    }

    /** @return what the application has printed, as soon as it has printed such lines in any order */
    private List<String> awaitPrinted(String... answers) throws IOException {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(printed())
                .as(read())
                .extracting(line -> line.substring(0, line.indexOf(' ')))
                .containsExactlyInAnyOrder(answers));
        return printed();
    }

    private List<String> printed() throws IOException {
        return read().lines()
                .filter(line -> line.matches("(JAVA|YAML|BATCH|AWAIT|another class) .*"))
                .toList();
    }

    private String read() throws IOException {
        return Files.readString(output());
    }
}

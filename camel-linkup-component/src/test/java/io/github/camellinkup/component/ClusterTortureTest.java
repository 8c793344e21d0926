package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.camellinkup.component.DoomedRepository.Moment;
import io.github.camellinkup.test.LinkupStandIn;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes over one PostgreSQL. Both send; one polls, elected by a lock file. It is killed, and the other takes over:
 * nothing is lost, and nothing is created twice.
 */
class ClusterTortureTest {

    private static final int ROWS = Integer.getInteger("torture.nodes.rows", 400);
    private static final int MINUTES = Integer.getInteger("torture.minutes", 4);

    @TempDir
    Path directory;

    @Test
    void theOtherNodeTakesOver() throws Exception {
        assumeTrue("Linux".equals(System.getProperty("os.name")) && "amd64".equals(System.getProperty("os.arch")));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setOverrideWorkingDirectory(directory.toFile())
                        .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                        .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
                        .start();
                LinkupStandIn standIn = LinkupStandIn.builder()
                        .apiKeys(ChildNodes.API_KEY)
                        .pollInterval(DoomedNode.READ_INTERVAL)
                        .taskTime("search", Duration.ofSeconds(1))
                        .start()) {
            run(standIn, postgres.getJdbcUrl("postgres", "postgres"));
        }
    }

    private void run(LinkupStandIn standIn, String jdbcUrl) throws Exception {
        RowSink sink = new RowSink(ChildNodes.dataSource(jdbcUrl));
        sink.create();
        Path log = directory.resolve("log");
        Process first = node(log, standIn, jdbcUrl, "first", 0, ROWS / 2);
        Process second = node(log, standIn, jdbcUrl, "second", ROWS / 2, ROWS);
        try {
            await().atMost(Duration.ofMinutes(MINUTES))
                    .until(() -> sink.emissions().size() >= 20 || !first.isAlive() && !second.isAlive());
            String polling = sink.nodes().iterator().next();
            Process killed = polling.startsWith("first") ? first : second;
            Process survivor = polling.startsWith("first") ? second : first;
            killed.destroyForcibly();
            killed.waitFor();
            // What the killed node had not sent, another one with its name sends.
            boolean isFirst = killed == first;
            Process successor = node(
                    log,
                    standIn,
                    jdbcUrl,
                    isFirst ? "first" : "second",
                    isFirst ? 0 : ROWS / 2,
                    isFirst ? ROWS / 2 : ROWS);
            try {
                assertThat(survivor.waitFor(MINUTES, TimeUnit.MINUTES))
                        .as(() -> read(log))
                        .isTrue();
                assertThat(successor.waitFor(MINUTES, TimeUnit.MINUTES))
                        .as(() -> read(log))
                        .isTrue();
            } finally {
                successor.destroyForcibly();
            }
        } finally {
            first.destroyForcibly();
            second.destroyForcibly();
        }
        Map<String, Long> created = standIn.tasks().stream()
                .collect(Collectors.groupingBy(task -> task.input().path("q").asText(), Collectors.counting()));
        Map<String, Long> wanted = IntStream.range(0, ROWS)
                .mapToObj(DoomedNode::question)
                .collect(Collectors.groupingBy(question -> question, Collectors.counting()));
        assertThat(created).as("each row was created once").isEqualTo(wanted);
        Map<String, Integer> emissions = sink.emissions();
        assertThat(emissions).as("no row is lost").hasSize(ROWS);
        assertThat(sink.nodes()).as("another node took over").hasSizeGreaterThanOrEqualTo(2);
        assertThat(sink.doubledInOneProcess()).isEmpty();
        // The killed node may have been between the sink and its record, once.
        assertThat(emissions.values().stream().mapToInt(count -> count - 1).sum())
                .isLessThanOrEqualTo(1);
    }

    private Process node(Path log, LinkupStandIn standIn, String jdbcUrl, String name, int from, int to)
            throws IOException {
        return ChildNodes.start(
                log.toFile(),
                standIn.baseUrl(),
                jdbcUrl,
                name,
                from,
                to,
                Moment.NEVER,
                0,
                directory.resolve("lock").toString());
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.component.DoomedRepository.Moment;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A flow is killed again and again, at moments that a seed chooses, and started again on the same database: nothing is
 * lost, and nothing is created twice. How often and with how many rows can be set by the system properties
 * {@code torture.kills}, {@code torture.rows} and {@code torture.seed}.
 */
class KillTortureTest {

    private static final int KILLS = Integer.getInteger("torture.kills", 10);
    private static final int ROWS = Integer.getInteger("torture.rows", 660);
    private static final int MINUTES = Integer.getInteger("torture.minutes", 4);
    private static final long SEED = Long.getLong("torture.seed", 20_260_518L);

    @TempDir
    Path directory;

    @Test
    void nothingIsLostAndNothingIsCreatedTwice() throws Exception {
        // A commit has to be in the file before anything follows from it, or a kill forgets what was promised.
        String jdbcUrl = "jdbc:h2:file:" + directory.resolve("tasks") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
        RowSink sink = new RowSink(ChildNodes.dataSource(jdbcUrl));
        sink.create();
        Path log = directory.resolve("log");
        try (LinkupStandIn standIn = LinkupStandIn.builder()
                .apiKeys(ChildNodes.API_KEY)
                .pollInterval(DoomedNode.READ_INTERVAL)
                .taskTime("search", Duration.ofMillis(300))
                .start()) {
            standIn.latency(Operation.TASKS_CREATE, Duration.ofMillis(20));
            SplittableRandom random = new SplittableRandom(SEED);
            List<Moment> moments =
                    IntStream.range(0, KILLS).mapToObj(i -> moment(i, random)).toList();
            for (int kill = 0; kill < KILLS; kill++) {
                Moment moment = moments.get(kill);
                // There is something new to send each time, so that the moment comes.
                int rows = ROWS * (kill + 1) / (KILLS + 1);
                assertThat(run(log, standIn, jdbcUrl, rows, moment, 1 + random.nextInt(5)))
                        .as(() -> "killed at " + moment + "\n" + read(log))
                        .isEqualTo(137);
            }

            assertThat(run(log, standIn, jdbcUrl, ROWS, Moment.NEVER, 0))
                    .as(() -> read(log))
                    .isZero();

            Map<String, Long> created = standIn.tasks().stream()
                    .collect(
                            Collectors.groupingBy(task -> task.input().path("q").asText(), Collectors.counting()));
            Map<String, Long> wanted = IntStream.range(0, ROWS)
                    .mapToObj(DoomedNode::question)
                    .collect(Collectors.groupingBy(question -> question, Collectors.counting()));
            assertThat(created).as("each row was created once").isEqualTo(wanted);
            Map<String, Integer> emissions = sink.emissions();
            assertThat(emissions).as("no row is lost").hasSize(ROWS);
            assertThat(sink.doubledInOneProcess())
                    .as("no process emits a result twice")
                    .isEmpty();
            assertThat(emissions.values().stream().mapToInt(count -> count - 1).sum())
                    .as(
                            "a result comes twice only where a kill fell between the sink and its record, at most one a kill")
                    .isLessThanOrEqualTo(KILLS);
        }
    }

    /** Each moment comes once before chance decides. */
    private static Moment moment(int kill, SplittableRandom random) {
        Moment[] moments = Moment.values();
        return kill < moments.length - 1 ? moments[kill + 1] : moments[1 + random.nextInt(moments.length - 1)];
    }

    private static int run(Path log, LinkupStandIn standIn, String jdbcUrl, int rows, Moment moment, int count)
            throws Exception {
        Process node = ChildNodes.start(
                log.toFile(), standIn.baseUrl(), jdbcUrl, "node", 0, rows, moment, count, DoomedNode.ALONE);
        try {
            assertThat(node.waitFor(MINUTES, TimeUnit.MINUTES))
                    .as(() -> read(log))
                    .isTrue();
            return node.exitValue();
        } finally {
            node.destroyForcibly();
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

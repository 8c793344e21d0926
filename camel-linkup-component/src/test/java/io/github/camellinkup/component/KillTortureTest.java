package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.component.DoomedRepository.Moment;
import io.github.camellinkup.engine.repository.JdbcTaskRepository;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.Operation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A flow is killed again and again, at moments that a seed chooses, and started again on the same database: nothing is
 * lost, nothing is created twice, and a result is emitted twice only if a kill fell between the end of its route and its
 * record. How often and with how many rows can be set by the system properties {@code torture.kills},
 * {@code torture.rows} and {@code torture.seed}.
 */
class KillTortureTest {

    private static final int KILLS = Integer.getInteger("torture.kills", 10);
    private static final int ROWS = Integer.getInteger("torture.rows", 660);
    private static final int MINUTES = Integer.getInteger("torture.minutes", 4);
    private static final long SEED = Long.getLong("torture.seed", 20_260_518L);

    private static final String NODE = "node";

    private final Set<String> killed = new HashSet<>();
    private final Set<String> surelyUnrecorded = new HashSet<>();

    @TempDir
    Path directory;

    @Test
    void nothingIsLostAndNothingIsCreatedTwice() throws Exception {
        // A commit has to be in the file before anything follows from it, or a kill forgets what was promised.
        String jdbcUrl = "jdbc:h2:file:" + directory.resolve("tasks") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
        RowSink sink = new RowSink(ChildNodes.dataSource(jdbcUrl));
        sink.create();
        try (LinkupStandIn standIn = LinkupStandIn.builder()
                .apiKeys(ChildNodes.API_KEY)
                .pollInterval(DoomedNode.READ_INTERVAL)
                .taskTime("search", Duration.ofMillis(300))
                .start()) {
            TortureRows.answerWithQuestions(standIn);
            standIn.latency(Operation.TASKS_CREATE, Duration.ofMillis(20));
            ChildNodes nodes = new ChildNodes(directory, standIn.baseUrl(), jdbcUrl);
            killAgainAndAgain(nodes);

            Process last = run(nodes, ROWS, Moment.NEVER, 0);
            assertThat(last.exitValue()).as(nodes::log).isZero();

            EmissionHistory history = nodes.journal().read();
            new TortureRows(ROWS).assertCreatedOnceAndEmitted(standIn.tasks(), history.emissions());
            assertThat(history.unexplainedDoubles(killed))
                    .as("emitted again although no kill fell between the end of the route and its record")
                    .isEmpty();
            assertThat(history.doubled())
                    .as("what a kill left unrecorded is not lost")
                    .containsAll(surelyUnrecorded);
            assertThat(sink.references()).as("a row for each input").hasSize(ROWS);
            TaskRepository repository = new JdbcTaskRepository(nodes.dataSource());
            assertThat(repository.outstanding(Set.of(), Instant.now()).isEmpty())
                    .isTrue();
            assertThat(repository.openEntries()).isEmpty();
        }
    }

    private void killAgainAndAgain(ChildNodes nodes) throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int kill = 0; kill < KILLS; kill++) {
            Moment moment = moment(kill, random);
            // There is something new to send each time, so that the moment comes.
            int rows = ROWS * (kill + 1) / (KILLS + 1);
            Process node = run(nodes, rows, moment, 1 + random.nextInt(5));
            assertThat(node.exitValue())
                    .as(() -> "killed at " + moment + "\n" + nodes.log())
                    .isEqualTo(137);
            String process = ChildNodes.label(NODE, node.pid());
            Set<String> unrecorded = nodes.journal().read().endedAndNotRecorded(process);
            assertThat(unrecorded)
                    .as("results between the end of their route and its record, killed at " + moment)
                    .hasSizeBetween(moment == Moment.BEFORE_TAKEN ? 1 : 0, mostUnrecorded(moment));
            killed.add(process);
            if (moment == Moment.BEFORE_TAKEN) {
                surelyUnrecorded.addAll(unrecorded);
            }
        }
    }

    /** There is one exchange at a time, and what it has come to is recorded before the next one begins. */
    private static int mostUnrecorded(Moment moment) {
        return moment == Moment.BEFORE_SINK || moment == Moment.AFTER_TAKEN ? 0 : 1;
    }

    /** Each moment comes once before chance decides. */
    private static Moment moment(int kill, SplittableRandom random) {
        Moment[] moments = Moment.values();
        return kill < moments.length - 1 ? moments[kill + 1] : moments[1 + random.nextInt(moments.length - 1)];
    }

    private static Process run(ChildNodes nodes, int rows, Moment moment, int count) throws Exception {
        Process node = nodes.start(NODE, 0, rows, moment, count, DoomedNode.ALONE);
        try {
            assertThat(node.waitFor(MINUTES, TimeUnit.MINUTES)).as(nodes::log).isTrue();
            return node;
        } finally {
            node.destroyForcibly();
        }
    }
}

package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.camellinkup.component.DoomedRepository.Moment;
import io.github.camellinkup.test.LinkupStandIn;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes over one PostgreSQL. Both send; one polls, elected by a lock file. It is killed, and the other takes over:
 * nothing is lost, and nothing is created twice.
 */
class ClusterTortureTest {

    private static final int ROWS = Integer.getInteger("torture.nodes.rows", 400);
    private static final int MINUTES = Integer.getInteger("torture.minutes", 4);

    private static final String FIRST = "first";
    private static final String SECOND = "second";

    /** How many results show that a node polls; far fewer than there are. */
    private static final int SOME = 20;

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
        TortureRows.answerWithQuestions(standIn);
        ChildNodes nodes = new ChildNodes(directory, standIn.baseUrl(), jdbcUrl);
        RowSink sink = new RowSink(nodes.dataSource());
        sink.create();
        Node first = start(nodes, FIRST);
        Node second = start(nodes, SECOND);
        try {
            await().atMost(Duration.ofMinutes(MINUTES))
                    .until(() -> sink.references().size() >= SOME || !first.isAlive() && !second.isAlive());
            boolean isFirst = nodes.journal().read().turns().contains(first.label());
            Node killed = isFirst ? first : second;
            Node other = isFirst ? second : first;
            killed.process().destroyForcibly();
            killed.process().waitFor();
            EmissionHistory before = nodes.journal().read();
            assertThat(before.turns()).as("one node polls").containsExactly(killed.label());

            // There are two nodes, so the other one takes over.
            await().atMost(Duration.ofMinutes(MINUTES))
                    .until(() -> nodes.journal().read().emissionsBy(other.label()) >= SOME || !other.isAlive());
            assertThat(nodes.journal().read().turns())
                    .as(() -> "the other node takes over\n" + nodes.log())
                    .containsExactly(killed.label(), other.label());

            // What the killed node had not sent, another one with its name sends.
            Node successor = start(nodes, isFirst ? FIRST : SECOND);
            finish(nodes, other, successor);
            EmissionHistory history = nodes.journal().read();
            assertThat(history.endedAndNotRecorded(other.label()))
                    .as(() -> "a node that stops by itself leaves nothing unrecorded\n" + nodes.log())
                    .isEmpty();
            check(history, killed, standIn, sink);
        } finally {
            first.process().destroyForcibly();
            second.process().destroyForcibly();
        }
    }

    private static void finish(ChildNodes nodes, Node... running) throws Exception {
        try {
            for (Node node : running) {
                assertThat(node.process().waitFor(MINUTES, TimeUnit.MINUTES))
                        .as(nodes::log)
                        .isTrue();
                assertThat(node.process().exitValue()).as(nodes::log).isZero();
            }
        } finally {
            for (Node node : running) {
                node.process().destroyForcibly();
            }
        }
    }

    private static void check(EmissionHistory history, Node killed, LinkupStandIn standIn, RowSink sink)
            throws Exception {
        new TortureRows(ROWS).assertCreatedOnceAndEmitted(standIn.tasks(), history.emissions());
        assertThat(history.turns()).as("never do two nodes poll by turns").doesNotHaveDuplicates();
        assertThat(history.endedAndNotRecorded(killed.label()))
                .as("results between the end of their route and its record when their node was killed")
                .hasSizeLessThanOrEqualTo(1);
        assertThat(history.unexplainedDoubles(Set.of(killed.label())))
                .as("emitted again although nobody ended between the end of the route and its record")
                .isEmpty();
        assertThat(sink.references()).as("a row for each input").hasSize(ROWS);
    }

    private record Node(Process process, String label) {
        boolean isAlive() {
            return process.isAlive();
        }
    }

    private Node start(ChildNodes nodes, String name) throws IOException {
        boolean isFirst = name.equals(FIRST);
        Process process = nodes.start(
                name,
                isFirst ? 0 : ROWS / 2,
                isFirst ? ROWS / 2 : ROWS,
                Moment.NEVER,
                0,
                directory.resolve("lock").toString());
        return new Node(process, ChildNodes.label(name, process.pid()));
    }
}

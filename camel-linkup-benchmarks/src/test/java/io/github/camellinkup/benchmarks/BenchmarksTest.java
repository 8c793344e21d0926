package io.github.camellinkup.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.OutputType;
import io.github.camellinkup.client.model.SearchResults;
import io.github.camellinkup.client.model.SourcedAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.infra.Blackhole;

/** Every benchmark still does what it says. Nothing here is about time. */
class BenchmarksTest {

    private static AnswerServer server;

    @BeforeAll
    static void startServer() throws Exception {
        server = new AnswerServer(Duration.ZERO);
        System.setProperty(SearchBenchmark.SERVER, server.baseUrl());
    }

    @AfterAll
    static void stopServer() {
        System.clearProperty(SearchBenchmark.SERVER);
        server.close();
    }

    @ParameterizedTest
    @EnumSource(Peer.class)
    void everyPeerGetsEveryAnswer(Peer peer) throws Exception {
        for (OutputType type : List.of(OutputType.SOURCED_ANSWER, OutputType.SEARCH_RESULTS)) {
            Queue<Object> answers = new ConcurrentLinkedQueue<>();
            long before = server.calls();
            try (Driver driver = new Driver(peer.open(server.baseUrl(), type), 3, answers::add)) {
                driver.run(10);
            }
            assertThat(answers).hasSize(10).allSatisfy(answer -> assertThat(parts(answer, type, peer))
                    .isEqualTo(type == OutputType.SEARCH_RESULTS ? CannedAnswers.RESULTS : CannedAnswers.SOURCES));
            assertThat(server.calls() - before).isEqualTo(peer == Peer.CAMEL_ONLY ? 0 : 10);
        }
    }

    private static int parts(Object answer, OutputType type, Peer peer) {
        if (peer == Peer.CAMEL_ONLY) {
            return type == OutputType.SEARCH_RESULTS ? CannedAnswers.RESULTS : CannedAnswers.SOURCES;
        }
        if (answer instanceof SourcedAnswer sourced) {
            return sourced.sources().size();
        }
        if (answer instanceof SearchResults results) {
            return results.results().size();
        }
        if (answer instanceof BareSearcher.Answer sourced) {
            return sourced.sources().size();
        }
        return ((BareSearcher.Results) answer).results().size();
    }

    @ParameterizedTest
    @EnumSource(Peer.class)
    void theJmhBenchmarkRuns(Peer peer) throws Exception {
        SearchBenchmark benchmark = new SearchBenchmark();
        benchmark.peer = peer;
        benchmark.answer = OutputType.SOURCED_ANSWER;
        benchmark.inFlight = 16;
        long before = server.calls();
        benchmark.open();
        benchmark.search(new Blackhole(
                "Today's password is swordfish. I understand instantiating Blackholes directly is dangerous."));
        benchmark.close();
        assertThat(server.calls() - before).isEqualTo(peer == Peer.CAMEL_ONLY ? 0 : SearchBenchmark.CALLS);
    }

    @ParameterizedTest
    @EnumSource(Peer.class)
    void callsRunAtOnce(Peer peer) throws Exception {
        try (AnswerServer late = new AnswerServer(Duration.ofMillis(20))) {
            assertThat(InFlight.measure(peer, late.baseUrl(), 50, 0, 1).threads())
                    .isPositive();
            assertThat(late.calls()).isEqualTo(peer == Peer.CAMEL_ONLY ? 0 : 100);
        }
    }

    @Test
    void theServerRunsInItsOwnProcess() throws Exception {
        try (ServerProcess process = new ServerProcess(Duration.ZERO)) {
            assertThat(InFlight.measure(Peer.BARE, process.baseUrl(), 5, 0, 1).seconds())
                    .isPositive();
        }
    }

    @Test
    void answersAreAsLargeAsLinkups() {
        assertThat(CannedAnswers.of(OutputType.SOURCED_ANSWER)).hasSizeBetween(3_000, 5_000);
        assertThat(CannedAnswers.of(OutputType.SEARCH_RESULTS)).hasSizeBetween(18_000, 22_000);
    }

    @Test
    void tablesShowMediansAndRatios() {
        List<SearchRounds.Cost> round = List.of(
                new SearchRounds.Cost(Peer.BARE, OutputType.SOURCED_ANSWER, 1, 100, 50, 40, 10_000),
                new SearchRounds.Cost(Peer.LINKUP, OutputType.SOURCED_ANSWER, 1, 150, 60, 50, 11_000));
        assertThat(CostTables.of(List.of(round)))
                .contains("| route to linkup:search | 150.0 | 1.50 | 60.0 | 1.20 | 50.0 | 1.25 | 11,000 | 1.10 |");
    }
}

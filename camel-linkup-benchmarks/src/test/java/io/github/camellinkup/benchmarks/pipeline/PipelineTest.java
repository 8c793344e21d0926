package io.github.camellinkup.benchmarks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariDataSource;
import io.github.camellinkup.benchmarks.pipeline.ScenarioRun.Outcome;
import io.github.camellinkup.engine.repository.JdbcTaskRepository;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every row still does what it says, with few tasks. Nothing here is about time. */
@Execution(ExecutionMode.CONCURRENT)
class PipelineTest {

    @ParameterizedTest
    @CsvSource({"search,false", "search,true", "research,false"})
    void everyWayGetsEveryResult(String type, boolean afterwards) throws Exception {
        Scenario few = new Scenario(
                "few",
                "a few",
                type,
                3,
                20,
                List.of("search", "fetch", "research"),
                Duration.ofSeconds(1),
                afterwards,
                Scenario.Conditions.EASY,
                Duration.ofSeconds(2),
                Duration.ofMinutes(1));

        List<Outcome> outcomes = ScenarioRun.run(few);

        assertThat(outcomes).hasSize(3).allSatisfy(outcome -> {
            assertThat(outcome.taken().count()).isEqualTo(3);
            assertThat(outcome.taken().doubled()).isZero();
            assertThat(outcome.counts().reads()).isPositive();
            assertThat(outcome.reads()).hasSize((int) outcome.counts().reads());
        });
        assertThat(ScenarioRun.table(few, outcomes)).contains("a few", "| route from linkup:tasks | 3 | ");
    }

    @Test
    void readsWithNothingOutstandingAreCounted() throws Exception {
        assertThat(NothingOutstanding.reads(Duration.ofSeconds(1), 2, 5)).isZero();
    }

    @Test
    void directSearchesAreMeasuredBesideABareClientWithRetries() throws Exception {
        Map<String, DirectCalls.Outcome> outcomes = DirectCalls.run(12);

        assertThat(outcomes).hasSize(3);
        assertThat(outcomes.get("route to linkup:search").answered()).isEqualTo(12);
        assertThat(outcomes.values())
                .allSatisfy(outcome -> assertThat(outcome.calls()).isGreaterThanOrEqualTo(12));
        assertThat(DirectCalls.table(12, outcomes)).contains("| route to linkup:search | 12 | 0 | ");
    }

    @Test
    void everyWaySendsWhatTheQueueHasNoRoomForWhenThereIsRoom() throws Exception {
        Scenario few = new Scenario(
                "few",
                "a few",
                "search",
                6,
                0,
                List.of(),
                Duration.ofSeconds(1),
                false,
                new Scenario.Conditions(3, Duration.ofMillis(500)),
                Duration.ofSeconds(2),
                Duration.ofMinutes(1));

        assertThat(ScenarioRun.run(few)).hasSize(3).allSatisfy(outcome -> {
            assertThat(outcome.taken().count()).isEqualTo(6);
            assertThat(outcome.taken().doubled()).isZero();
        });
    }

    @Test
    void eachOfThreeUsersGetsItsResults() throws Exception {
        List<ThreeUsers.Outcome> outcomes =
                new ThreeUsers(2, Duration.ofSeconds(1), Scenario.Conditions.queueOf(4)).all();

        assertThat(outcomes).extracting(outcome -> outcome.users().size()).containsExactly(1, 3, 3);
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.users().values())
                .extracting(Taken::count)
                .containsOnly(2));
        assertThat(ThreeUsers.table("a few", outcomes)).contains("a few", "| awaiting exchanges | 2 | ");
    }

    @Test
    void awaitsAmongSinglesAreCounted() throws Exception {
        Map<String, SinglesAndAwaits.Outcome> outcomes = SinglesAndAwaits.run(Duration.ofSeconds(1));

        assertThat(outcomes).hasSize(2);
        assertThat(outcomes.values())
                .allSatisfy(outcome -> assertThat(outcome.taken().count()).isEqualTo(outcome.sent()));
        assertThat(SinglesAndAwaits.table(outcomes)).contains("| a consumer takes the singles | 35 | 35 | ");
    }

    @Test
    void resultsOfAReadAreCounted() throws Exception {
        List<Drain.Outcome> outcomes = Drain.all(1_000);

        assertThat(outcomes).hasSize(2).allSatisfy(outcome -> {
            assertThat(outcome.taken()).isEqualTo(1_000);
            assertThat(outcome.resultsPerRead()).isPositive();
        });
        assertThat(Drain.table(outcomes))
                .contains("| all finished before | 1,000 | ", "| a tenth finishing meanwhile | 1,000 | ");
    }

    @Test
    void theEngineIsMeasuredBesideTheBareCalls() throws Exception {
        try (EngineCost cost = new EngineCost(250)) {
            cost.round();
            assertThat(cost.table())
                    .contains("| sending, bare calls | ", "| sending a batch, engine | ", "| receiving, engine | ");
        }
    }

    @Test
    void repositoriesAreMeasured() throws Exception {
        assumeTrue("Linux".equals(System.getProperty("os.name")) && "amd64".equals(System.getProperty("os.arch")));
        try (EmbeddedPostgres postgres = RepositorySpeed.postgres();
                HikariDataSource pool = RepositorySpeed.pool(postgres)) {
            for (TaskRepository repository : List.of(new MemoryTaskRepository(), new JdbcTaskRepository(pool))) {
                RepositorySpeed speed = new RepositorySpeed(repository, 250);
                speed.round();
                assertThat(repository.openEntries()).isEmpty();
                assertThat(repository.outstanding(Set.of(), Instant.now()).isEmpty())
                        .isTrue();
                assertThat(RepositorySpeed.table(Map.of("it", speed)))
                        .contains("| recorded | ", "| taken by 8 threads | ");
            }
        }
    }

    @Test
    void lagsCountFromTheEndOfATaskOrTheBeginningOfReading() {
        Taken taken = new Taken(2);
        taken.add("a", Instant.now().plusSeconds(60));
        taken.add("b", Instant.EPOCH);
        taken.add("b", Instant.EPOCH);
        assertThat(taken.isComplete()).isTrue();
        assertThat(taken.doubled()).isEqualTo(1);
        assertThat(taken.lag(0.5)).isNegative();
        assertThat(taken.lag(0.99)).isNotNegative();
    }

    @Test
    void aRowThatDoesNotExistIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pipeline.run("serches"))
                .withMessageContaining("searches");
    }
}

package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.engine.repository.JdbcTaskRepository;
import io.github.camellinkup.test.ForeignTask;
import io.github.camellinkup.test.StandInTask;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.spi.StateRepository;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One task of somebody has a time that cannot be. It hides no results. */
class OddTimesTest extends ConsumerTestSupport {

    private static final String ALL = "linkup:tasks?stateRepository=#state&idempotentRepository=#seen&" + FAST;

    private final Map<String, String> marks = new ConcurrentHashMap<>();
    private final IdempotentRepository seen = MemoryIdempotentRepository.memoryIdempotentRepository(100_000);

    @BeforeEach
    void bind() {
        StateRepository<String, String> state = new MemoryStateRepository() {
            @Override
            public void setState(String key, String value) {
                super.setState(key, value);
                marks.put(key, value);
            }

            @Override
            public String getState(String key) {
                return marks.get(key);
            }
        };
        context.getRegistry().bind("state", state);
        context.getRegistry().bind("seen", seen);
    }

    private static String odd(Duration ahead) {
        Instant time = CLOCK.instant().plus(ahead);
        return standIn()
                .addForeignTask(ForeignTask.of("fetch")
                        .output(json("{\"markdown\":\"odd\"}"))
                        .times(CLOCK.instant(), time))
                .id();
    }

    /** Finished tasks of others, all within a moment. */
    private static List<String> burst(int number) {
        CLOCK.advance(Duration.ofSeconds(10));
        return IntStream.range(0, number)
                .mapToObj(i -> foreignTask(CLOCK.instant()))
                .toList();
    }

    private void stop() throws Exception {
        context.getRouteController().stopRoute("finished");
        context.removeRoute("finished");
    }

    private void awaitEmitted(List<String> ids) {
        await().untilAsserted(
                        () -> assertThat(emitted()).doesNotHaveDuplicates().containsAll(ids));
    }

    @ParameterizedTest
    @CsvSource({"PT1H, 1", "PT613620H, 1", "PT1M, 1", "PT1H, 150"})
    void allTasksAreEmittedAlsoAfterARestart(Duration ahead, int odd) throws Exception {
        List<String> expected = new ArrayList<>(burst(3));
        for (int i = 0; i < odd; i++) {
            expected.add(odd(ahead));
        }
        consumeFrom(ALL + "&since=2000-01-01T00:00:00Z");
        awaitEmitted(expected);
        awaitReads(3);

        for (int i = 0; i < 3; i++) {
            expected.addAll(burst(300));
            awaitEmitted(expected);
        }
        assertThat(marks.values())
                .allSatisfy(mark -> assertThat(Instant.parse(mark)).isBeforeOrEqualTo(CLOCK.instant()));
        stop();
        List<String> next = burst(300);
        consumeFrom(ALL);
        awaitEmitted(next);
    }

    @Test
    void aMarkOfAnOlderVersionThatLiesAheadHidesNothing() throws Exception {
        consumeFrom(ALL);
        await().until(() -> !marks.isEmpty());
        stop();
        marks.replaceAll((key, mark) -> "2096-01-01T00:00:00Z");
        consumeFrom(ALL);
        awaitReads(2);

        List<String> tasks = burst(300);
        awaitEmitted(tasks);

        await().untilAsserted(() -> assertThat(marks.values())
                .allSatisfy(mark -> assertThat(Instant.parse(mark)).isBeforeOrEqualTo(CLOCK.instant())));
    }

    @Test
    void whatFinishedBehindSuchAMarkComesWithSince() throws Exception {
        consumeFrom(ALL);
        await().until(() -> !marks.isEmpty());
        stop();
        marks.replaceAll((key, mark) -> "2096-01-01T00:00:00Z");
        List<String> tasks = burst(300);
        CLOCK.advance(Duration.ofHours(1));

        consumeFrom(ALL + "&since=2h");

        awaitEmitted(tasks);
    }

    @ParameterizedTest
    @CsvSource({"PT1H, 1", "PT613620H, 1", "PT1H, 150", "PT613620H, 250"})
    void submittedTasksAreEmitted(Duration ahead, int odd) throws Exception {
        IntStream.range(0, odd).forEach(i -> odd(ahead));
        consumeFrom("linkup:tasks?taskScope=submitted&" + FAST);
        for (int i = 1; i <= 3; i++) {
            template.sendBody(
                    "linkup:tasks?type=search",
                    IntStream.range(0, 300).mapToObj(q -> "question " + q).toList());
            CLOCK.advance(TASK_TIME);
            int sent = 300 * i;
            await().untilAsserted(
                            () -> assertThat(emitted()).doesNotHaveDuplicates().hasSize(sent));
        }
    }

    @Test
    void submittedTasksThatAnOlderVersionRecordedWithATimeAheadAreEmitted() throws Exception {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + context.getName());
        try (Connection connection = database.getConnection()) {
            context.getRegistry().bind("jdbc", new JdbcTaskRepository(database));
            template.sendBody(
                    "linkup:tasks?type=search&taskRepository=#jdbc",
                    IntStream.range(0, 150).mapToObj(q -> "question " + q).toList());
            connection
                    .createStatement()
                    .executeUpdate("update linkup_task set created_at = timestamp '2096-01-01 00:00:00'");
            CLOCK.advance(TASK_TIME);
            burst(150);

            consumeFrom("linkup:tasks?taskScope=submitted&taskRepository=#jdbc&" + FAST);

            await().untilAsserted(
                            () -> assertThat(emitted()).doesNotHaveDuplicates().hasSize(150));
            stop();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT613620H"})
    void awaitedResultsCome(Duration ahead) {
        IntStream.range(0, 150).forEach(i -> odd(ahead));
        List<CompletableFuture<Object>> sent = IntStream.range(0, 150)
                .mapToObj(q -> template.asyncRequestBody("linkup:tasks?mode=await&type=search", (Object) ("q" + q)))
                .toList();
        await().until(() -> standIn().tasks().stream()
                        .filter(task -> task.type().equals("search"))
                        .count()
                == 150);
        CLOCK.advance(TASK_TIME);
        burst(150);

        sent.forEach(CompletableFuture::join);
        assertThat(standIn().tasks()).filteredOn(StandInTask::foreign).hasSize(300);
    }
}

package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camellinkup.client.model.SourcedAnswer;
import io.github.camellinkup.engine.exception.LinkupPartialBatchException;
import io.github.camellinkup.engine.repository.JdbcTaskRepository;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.ForeignTask;
import io.github.camellinkup.test.Operation;
import io.github.camellinkup.test.StandInTask;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that tell less of a task than they should, or something odd: what was sent is what is known. */
class OddCreateAnswersTest extends ConsumerTestSupport {

    private static final int TASKS = 12;

    private Connection keepOpen;

    @AfterEach
    void closeDatabase() throws SQLException {
        keepOpen.close();
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + context.getName());
        keepOpen = database.getConnection();
        context.getRegistry().bind("jdbc", new JdbcTaskRepository(database));
        context.getRegistry().bind("memory", new MemoryTaskRepository());
        return context;
    }

    private static UnaryOperator<JsonNode> change(String kind) {
        return tasks -> {
            int number = 0;
            for (JsonNode task : tasks) {
                if (number++ % 2 == 1) {
                    change((ObjectNode) task, kind);
                }
            }
            return tasks;
        };
    }

    private static void change(ObjectNode task, String kind) {
        switch (kind) {
            case "no type" -> task.remove("type");
            case "null type" -> task.putNull("type");
            case "odd type" -> task.put("type", "vidéo\u0000 &type=");
            case "very long type" -> task.put("type", "x".repeat(10_000));
            case "no times" -> task.remove(List.of("createdAt", "updatedAt"));
            case "garbage times" -> task.put("createdAt", "yesterday").put("updatedAt", 7);
            case "times ahead" -> task.put("createdAt", "2096-01-01T00:00:00.000Z");
            case "times far ahead" -> task.put("createdAt", "+999999999-01-01T00:00:00.000Z");
            case "times long ago" -> task.put("createdAt", "0001-01-01T00:00:00.000Z");
            case "very long id" -> task.put("id", task.get("id").asText() + "x".repeat(300));
            default -> throw new IllegalArgumentException(kind);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "no type, memory",
        "no type, jdbc",
        "null type, jdbc",
        "odd type, memory",
        "odd type, jdbc",
        "very long type, memory",
        "very long type, jdbc",
        "no times, memory",
        "no times, jdbc",
        "garbage times, jdbc",
        "times ahead, memory",
        "times ahead, jdbc",
        "times far ahead, jdbc",
        "times long ago, memory",
        "times long ago, jdbc"
    })
    void everyResultComes(String kind, String repository) throws Exception {
        String to = "&taskRepository=#" + repository;
        standIn().failNext(Operation.TASKS_CREATE, Fault.changedBody(change(kind)));
        List<String> questions =
                IntStream.range(0, TASKS).mapToObj(i -> "question " + i).toList();

        template.requestBodyAndHeader(
                "linkup:tasks?type=search&settleDelay=1&settleTimeout=2000" + to,
                questions,
                LinkupConstants.REFERENCE,
                "R");
        assertThat(pendingIn(repository)).hasSize(TASKS).allMatch(task -> task.type()
                .equals("search"));
        // More of others than a page holds finish after them, and push them down the list.
        IntStream.range(0, 150).forEach(i -> foreignTask(CLOCK.instant().plus(TASK_TIME)));
        CLOCK.advance(TASK_TIME);
        finished().expectedMessageCount(TASKS);
        consumeFrom("linkup:tasks?taskScope=submitted&types=search&" + FAST + to);
        finished().assertIsSatisfied();

        assertThat(emitted())
                .containsExactlyInAnyOrderElementsOf(standIn().tasks().stream()
                        .filter(task -> task.type().equals("search"))
                        .map(StandInTask::id)
                        .toList());
        await().until(() -> pendingIn(repository).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"no type", "odd type", "very long type", "no times", "times far ahead", "times long ago"})
    void oddTasksInTheListSpoilNothing(String kind) throws Exception {
        IntStream.range(0, 5)
                .forEach(i -> standIn().addForeignTask(ForeignTask.of("fetch").output(json("{\"markdown\":\"m\"}"))));
        List<String> questions =
                IntStream.range(0, TASKS).mapToObj(i -> "question " + i).toList();
        template.sendBody("linkup:tasks?type=search&taskRepository=#jdbc", questions);
        CLOCK.advance(TASK_TIME);
        UnaryOperator<JsonNode> change = change(kind);
        standIn().failWhen(call -> call.operation() == Operation.TASKS_LIST, Fault.changedBody(page -> {
            change.apply(page.get("data"));
            return page;
        }));

        finished().expectedMessageCount(TASKS);
        consumeFrom("linkup:tasks?taskScope=submitted&taskRepository=#jdbc&types=search&" + FAST);
        finished().assertIsSatisfied();

        assertThat(finished().getExchanges()).allSatisfy(exchange -> {
            assertThat(exchange.getMessage().getHeader(LinkupConstants.TASK_TYPE))
                    .isEqualTo("search");
            assertThat(exchange.getMessage().getBody()).isInstanceOf(SourcedAnswer.class);
        });
    }

    @Test
    void aTypeThatAnOlderVersionHasRecordedDoesNotSpoilReads() throws Exception {
        template.sendBody("linkup:tasks?type=search&taskRepository=#jdbc", List.of("a", "b", "c", "d", "e"));
        try (var statement = keepOpen.createStatement()) {
            statement.executeUpdate("update linkup_task set type = '' where reference is null");
        }
        CLOCK.advance(TASK_TIME);

        finished().expectedMessageCount(5);
        consumeFrom("linkup:tasks?taskScope=submitted&taskRepository=#jdbc&" + FAST);
        finished().assertIsSatisfied();

        assertThat(standIn().received(Operation.TASKS_LIST)).allMatch(call -> call.status() == 200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "jdbc"})
    void anIdThatCannotBeKeptDoesNotLoseTheOtherTasksOfTheCall(String repository) {
        String to = "linkup:tasks?type=search&settleDelay=1&settleTimeout=300&taskRepository=#" + repository;
        standIn().failNext(Operation.TASKS_CREATE, Fault.changedBody(change("very long id")));

        Exchange exchange = template.request(to, sent -> sent.getMessage().setBody(List.of("a", "b", "c", "d")));

        LinkupPartialBatchException partial = exchange.getException(LinkupPartialBatchException.class);
        assertThat(partial.getCreated()).hasSize(4);
        assertThat(partial.getUnrecorded())
                .hasSize(2)
                .allMatch(task -> task.id().length() > 300);
        assertThat(partial.getNotCreated()).isEmpty();
        assertThat(partial.getUncertain()).isEmpty();
        assertThat(pendingIn(repository))
                .extracting(PendingTask::id)
                .containsExactlyInAnyOrder(
                        standIn().tasks().get(0).id(), standIn().tasks().get(2).id());
        assertThat(standIn().tasks()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no type", "odd type", "very long type", "no times", "times far ahead", "times long ago"})
    void whatACutCallCreatedIsFoundInAListWithOddTasks(String kind) {
        standIn().failNext(Operation.TASKS_CREATE, Fault.cutConnection().afterProcessing());
        UnaryOperator<JsonNode> change = change(kind);
        standIn().failWhen(call -> call.operation() == Operation.TASKS_LIST, Fault.changedBody(page -> {
            change.apply(page.get("data"));
            return page;
        }));

        template.sendBody(
                "linkup:tasks?type=search&maxRetries=0&settleDelay=1&settleTimeout=60000&taskRepository=#jdbc",
                List.of("a", "b", "c", "d"));

        assertThat(standIn().tasks()).hasSize(4);
        assertThat(pendingIn("jdbc")).hasSize(4).allMatch(task -> task.type().equals("search"));
    }

    private List<PendingTask> pendingIn(String repository) {
        return pending(context.getRegistry().lookupByNameAndType(repository, TaskRepository.class));
    }
}

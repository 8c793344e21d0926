package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.client.LogCapture;
import io.github.camellinkup.engine.repository.JdbcTaskRepository;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.Operation;
import io.github.camellinkup.test.StandInTask;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

/** The component stops with outstanding tasks that only the memory knows. */
class ForgottenTasksTest extends ConsumerTestSupport {

    private List<String> warningsOfAStop() {
        try (LogCapture log = new LogCapture()) {
            context.stop();
            return log.warnings().stream()
                    .filter(line -> line.contains("taskRepository"))
                    .toList();
        }
    }

    private static List<String> questions(int number) {
        return IntStream.range(0, number).mapToObj(i -> "question " + i).toList();
    }

    @Test
    void oneWarningSaysHowManyAndWhichAndWhatPreventsIt() {
        template.sendBody("linkup:tasks?type=search", questions(25));

        // Created at the same time, they are in the order of their ids.
        List<String> first = standIn().tasks().stream()
                .map(StandInTask::id)
                .sorted()
                .limit(10)
                .toList();
        assertThat(warningsOfAStop())
                .singleElement()
                .asString()
                .contains("25 tasks", String.join(", ", first), "and 15 more", "option taskRepository")
                .doesNotContain(API_KEY, "question");
    }

    @Test
    void exchangesThatWaitedCountToo() {
        template.asyncSendBody("linkup:tasks?mode=await&type=search", "a");
        await().until(() -> !pending(repository()).isEmpty());

        assertThat(warningsOfAStop())
                .singleElement()
                .asString()
                .contains("1 tasks", standIn().tasks().get(0).id());
    }

    @Test
    void aCallWhoseOutcomeIsNotKnownCountsToo() {
        standIn().failWhen(call -> call.operation() == Operation.TASKS_LIST, Fault.error(500, "INTERNAL"));
        standIn().failNext(Operation.TASKS_CREATE, Fault.cutConnection().afterProcessing());
        template.asyncRequestBody("linkup:tasks?type=search&maxRetries=0", questions(3));
        await().until(() -> standIn().count(Operation.TASKS_LIST) > 0);

        assertThat(warningsOfAStop()).singleElement().asString().contains("3 requests");
    }

    @Test
    void nothingIsSaidIfEverythingWasTaken() throws Exception {
        template.sendBody("linkup:tasks?type=search", questions(5));
        CLOCK.advance(TASK_TIME);
        consumeFrom("linkup:tasks?taskScope=submitted&" + FAST);
        awaitEmptyRepository();

        assertThat(warningsOfAStop()).isEmpty();
    }

    @Test
    void nothingIsSaidIfADatabaseKeepsIt() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        context.getRegistry().bind("jdbc", new JdbcTaskRepository(database));
        template.sendBody("linkup:tasks?type=search&taskRepository=#jdbc", questions(5));

        assertThat(warningsOfAStop()).isEmpty();
    }
}

package io.github.camellinkup.component;

import static org.awaitility.Awaitility.await;

import io.github.camellinkup.engine.monitoring.TaskEventType;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.test.ForeignTask;
import io.github.camellinkup.test.Operation;
import io.github.camellinkup.test.StandInTask;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.h2.jdbcx.JdbcDataSource;

/** What tests of the consumer share: routes, finished tasks of others, and what was emitted. */
abstract class ConsumerTestSupport extends LinkupTestSupport {

    /** The pace of polls does not matter here: the stand-in's clock says when tasks finish. */
    static final String FAST = "initialDelay=0&delay=1";

    static final String LONG_AGO = "since=2000-01-01T00:00:00Z&";

    /** A database in memory that outlives the context. */
    static JdbcDataSource newDatabase() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return database;
    }

    /** The tasks that were given up, each with its reason. */
    static List<String> failedRows(DataSource database) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet failed =
                        statement.executeQuery("select task_id, reason from linkup_task where state = 'failed'")) {
            while (failed.next()) {
                rows.add(failed.getString(1) + " " + failed.getString(2));
            }
        }
        return rows;
    }

    void routes(RouteConfigurer configurer) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                configurer.configure(this);
            }
        });
    }

    /** A route with nothing else in it. */
    void consumeFrom(String uri) throws Exception {
        routes(routes -> routes.from(uri).routeId("finished").to("mock:finished"));
    }

    @FunctionalInterface
    interface RouteConfigurer {
        void configure(RouteBuilder routes);
    }

    MockEndpoint finished() {
        return getMockEndpoint("mock:finished");
    }

    TaskRepository repository() {
        return context.getComponent("linkup", LinkupComponent.class).getTaskRepository();
    }

    /**
     * Lets the tasks that were created come to their end. Not more than that: a clock that jumps while a call is prepared
     * looks like a node that stood still for longer than its lease.
     */
    static void letTasksFinish() {
        if (standIn().tasks().stream().anyMatch(task -> !task.status().isFinal())) {
            CLOCK.advance(TASK_TIME);
        }
    }

    void awaitReads(long more) {
        long reads = standIn().count(Operation.TASKS_LIST);
        await().until(() -> standIn().count(Operation.TASKS_LIST) >= reads + more);
    }

    /** Finished tasks of others, the first the oldest, so long apart that no overlap of polls covers two of them. */
    static List<String> foreignTasks(int number, Duration apart) {
        return IntStream.range(0, number)
                .mapToObj(i -> foreignTask(CLOCK.instant().minus(apart.multipliedBy(number - i))))
                .toList();
    }

    static String foreignTask(Instant finishedAt) {
        return standIn()
                .addForeignTask(ForeignTask.of("fetch")
                        .status(StandInTask.Status.COMPLETED)
                        .output(json("{\"markdown\":\"m\"}"))
                        .times(finishedAt, finishedAt))
                .id();
    }

    List<String> emitted() {
        return finished().getExchanges().stream()
                .map(exchange -> exchange.getMessage().getHeader(LinkupConstants.TASK_ID, String.class))
                .toList();
    }

    /** The consumer of the route that is called finished. */
    LinkupConsumer linkupConsumer() {
        return (LinkupConsumer) context.getRoute("finished").getConsumer();
    }

    /** Waits for polls. Only the consumer counts those that make no call. */
    void awaitPolls(int more) {
        long polls = linkupConsumer().getCounter();
        await().until(() -> linkupConsumer().getCounter() >= polls + more);
    }

    long counted(TaskEventType count) {
        return context.getEndpoint("linkup:tasks", LinkupEndpoint.class)
                .engine()
                .statistics()
                .get(count);
    }

    /** All reads of tasks. */
    static long reads() {
        return standIn()
                .received(Operation.TASKS_LIST, Operation.TASKS_GET, Operation.RESEARCH_LIST, Operation.RESEARCH_GET)
                .size();
    }

    void awaitEmptyRepository() {
        await().until(() -> pending(repository()).isEmpty());
    }
}

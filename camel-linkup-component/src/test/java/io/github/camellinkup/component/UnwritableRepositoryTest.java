package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.client.LogCapture;
import io.github.camellinkup.engine.monitoring.TaskEventType;
import io.github.camellinkup.engine.repository.ForwardingTaskRepository;
import io.github.camellinkup.engine.repository.JdbcTaskRepository;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRepositoryException;
import io.github.camellinkup.engine.repository.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The task repository can be read and not written for a while, as when a database is read-only or full. */
class UnwritableRepositoryTest extends ConsumerTestSupport {

    private static final String SUBMITTED = "linkup:tasks?taskScope=submitted&taskRepository=#tasks&" + FAST;

    private volatile boolean unwritable;
    private TaskRepository tasks;
    private DataSource postgresql;

    /** A repository of which only what records the ends of exchanges fails. */
    private final class Wrapped extends ForwardingTaskRepository {

        private Wrapped() {
            super(new MemoryTaskRepository());
        }

        private void fail() {
            if (unwritable) {
                throw new TaskRepositoryException("the tablespace is full", null);
            }
        }

        @Override
        public void taken(String taskId) {
            fail();
            super.taken(taskId);
        }

        @Override
        public int deliveryFailed(String taskId, String reason) {
            fail();
            return super.deliveryFailed(taskId, reason);
        }

        @Override
        public void giveUp(String taskId, String reason) {
            fail();
            super.giveUp(taskId, reason);
        }
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        bind(context, new Wrapped());
        context.getRegistry().bind("quiet", new ReportedErrors());
        return context;
    }

    private void bind(CamelContext context, TaskRepository repository) {
        tasks = repository;
        context.getRegistry().bind("tasks", repository);
    }

    private void use(String database) {
        if (database.equals("postgresql")) {
            postgresql = TestDatabase.POSTGRESQL.dataSource();
            bind(context, new JdbcTaskRepository(postgresql, TestDatabase.newPrefix(), true));
        }
    }

    private void setUnwritable(boolean isUnwritable) throws SQLException {
        unwritable = isUnwritable;
        if (postgresql != null) {
            try (Connection connection = postgresql.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("set default_transaction_read_only = off");
                statement.execute(
                        "alter database postgres set default_transaction_read_only = " + (isUnwritable ? "on" : "off"));
            }
        }
    }

    @AfterEach
    void makeWritable() throws SQLException {
        setUnwritable(false);
    }

    private void submitAndFinish(int number) {
        template.sendBody(
                "linkup:tasks?type=search&taskRepository=#tasks",
                IntStream.range(0, number).mapToObj(i -> "question " + i).toList());
        CLOCK.advance(TASK_TIME);
    }

    private void awaitNothingPending() {
        await().atMost(Duration.ofSeconds(30)).until(() -> pending(tasks).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"wrapped, ''", "wrapped, concurrentConsumers=4&", "postgresql, ''", "postgresql, concurrentConsumers=4&"
    })
    void routesAreNotRunAgain(String database, String options) throws Exception {
        use(database);
        submitAndFinish(400);
        setUnwritable(true);
        consumeFrom(SUBMITTED + "&" + options + "bridgeErrorHandler=true");
        await().until(() -> finished().getReceivedCounter() >= 400);
        awaitPolls(200);
        // A consumer that starts meanwhile does not emit them either.
        routes(routes ->
                routes.from(SUBMITTED + "&types=search").routeId("second").to("mock:finished"));
        awaitPolls(200);
        assertThat(emitted()).hasSize(400);

        setUnwritable(false);
        awaitNothingPending();
        awaitPolls(20);

        assertThat(emitted()).doesNotHaveDuplicates().hasSize(400);
    }

    @Test
    void ofAllTasksNoneIsEmittedAgain() throws Exception {
        submitAndFinish(400);
        setUnwritable(true);
        consumeFrom("linkup:tasks?taskRepository=#tasks&" + LONG_AGO + FAST);
        await().until(() -> finished().getReceivedCounter() >= 400);
        awaitReads(50);
        assertThat(emitted()).hasSize(400);

        setUnwritable(false);
        awaitNothingPending();
        awaitReads(3);

        assertThat(emitted()).doesNotHaveDuplicates().hasSize(400);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aFailureThatCannotBeRecordedIsNotTriedAgainBefore(int maxRedeliveries) throws Exception {
        submitAndFinish(20);
        setUnwritable(true);
        AtomicInteger runs = new AtomicInteger();
        routes(routes -> routes.from(SUBMITTED + "&exceptionHandler=#quiet&maxRedeliveries=" + maxRedeliveries)
                .routeId("finished")
                .process(exchange -> {
                    runs.incrementAndGet();
                    throw new IllegalStateException("the CRM is down");
                }));
        await().until(() -> runs.get() >= 20);
        awaitPolls(200);
        assertThat(runs).hasValue(20);

        setUnwritable(false);
        awaitNothingPending();
        await().until(() -> statistics() == 20);

        assertThat(runs).hasValue(20 * (1 + maxRedeliveries));
    }

    private long statistics() {
        return context.getRoute("finished").getEndpoint() instanceof LinkupEndpoint endpoint
                ? endpoint.engine().statistics().get(TaskEventType.GIVEN_UP)
                : 0;
    }

    @Test
    void noConsumerEmitsWhatAnAwaitingExchangeHasHad() throws Exception {
        List<CompletableFuture<Exchange>> sent = IntStream.range(0, 20)
                .mapToObj(i -> template.asyncSend(
                        "linkup:tasks?mode=await&type=search&taskRepository=#tasks",
                        exchange -> exchange.getMessage().setBody("question " + i)))
                .toList();
        await().until(() -> standIn().tasks().size() == 20);
        await().until(() -> pending(tasks).size() == 20);
        setUnwritable(true);
        CLOCK.advance(TASK_TIME);
        sent.forEach(exchange -> assertThat(exchange.join().getException()).isNull());
        // The exchanges do not count as waiting any more.
        CLOCK.advance(Duration.ofDays(1));

        consumeFrom(SUBMITTED);
        awaitPolls(200);
        assertThat(pending(tasks)).hasSize(20);
        setUnwritable(false);
        awaitNothingPending();
        awaitPolls(20);

        assertThat(emitted()).isEmpty();
    }

    @Test
    void noMoreResultsComeThanMayComeAgainAfterACrash() throws Exception {
        submitAndFinish(1_500);
        setUnwritable(true);
        consumeFrom(SUBMITTED);
        await().until(() -> finished().getReceivedCounter() >= 1_000);
        awaitPolls(200);
        assertThat(emitted()).hasSizeBetween(1_000, 1_100);

        setUnwritable(false);
        awaitNothingPending();

        assertThat(emitted()).doesNotHaveDuplicates().hasSize(1_500);
    }

    @Test
    void aStopSaysInOneWarningWhichResultsMayComeAgain() throws Exception {
        submitAndFinish(30);
        setUnwritable(true);
        consumeFrom(SUBMITTED);
        await().until(() -> finished().getReceivedCounter() == 30);

        try (LogCapture log = new LogCapture()) {
            context.stop();

            assertThat(log.lines())
                    .filteredOn(line -> line.contains("may be emitted again after a restart"))
                    .singleElement()
                    .asString()
                    .contains("30 results", "the tablespace is full", "20 more");
        }
        assertThat(pending(tasks)).hasSize(30);
    }

    @Test
    void aStopRecordsWhatItCanByThen() throws Exception {
        submitAndFinish(30);
        setUnwritable(true);
        consumeFrom(SUBMITTED);
        await().until(() -> finished().getReceivedCounter() == 30);
        setUnwritable(false);

        context.stop();

        assertThat(pending(tasks)).isEmpty();
    }
}

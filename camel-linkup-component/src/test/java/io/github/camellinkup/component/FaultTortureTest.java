package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.engine.monitoring.EngineStatistics;
import io.github.camellinkup.engine.monitoring.TaskEventType;
import io.github.camellinkup.engine.ratelimit.RateLimits;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.Operation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Thousands of tasks through a service that cuts, fails and truncates: each input ends as one created task and one
 * emission. Everything goes much faster than at Linkup: a read every 150 ms. The number of tasks and the seed can
 * be set by the system properties {@code torture.tasks} and {@code torture.seed}.
 */
class FaultTortureTest {

    private static final int TASKS = Integer.getInteger("torture.tasks", 3_000);
    private static final long SEED = Long.getLong("torture.seed", 20_260_518L);
    private static final int MINUTES = Integer.getInteger("torture.minutes", 4);
    private static final int FIRST = 12;
    private static final int FASTER = 10;
    private static final Duration READ_INTERVAL = Duration.ofMillis(125);

    /** As much more than the service asks for as at Linkup itself. */
    private static final Duration PACE = READ_INTERVAL.plusMillis(25);

    private final Queue<Emission> emissions = new ConcurrentLinkedQueue<>();
    private final Set<Exception> failures = ConcurrentHashMap.newKeySet();
    private final TaskRepository repository = new MemoryTaskRepository();
    private final AtomicInteger readsTooSoon = new AtomicInteger();
    private LinkupStandIn standIn;
    private DefaultCamelContext context;

    @BeforeEach
    void start() throws Exception {
        standIn = LinkupStandIn.builder()
                .pollInterval(READ_INTERVAL)
                .queueLimit(1_000_000)
                .taskTime("search", Duration.ofMillis(500))
                .recordCalls(10)
                .start();
        TortureRows.answerWithQuestions(standIn);
        context = new DefaultCamelContext();
        LinkupComponent component = context.getComponent("linkup", LinkupComponent.class);
        component.setTime(TestTime.of(
                Clock.systemUTC(),
                () -> System.nanoTime() * FASTER,
                account -> RateLimits.of(System::nanoTime, PACE, Math::random)));
        component.setTaskRepository(repository);
        component.getConfiguration().setApiKey(standIn.apiKey());
        component.getConfiguration().setBaseUrl(standIn.baseUrl());
        component.getConfiguration().setMaxRetries(10);
        component.getConfiguration().setMaxRetryDelay(Duration.ofMillis(50));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class)
                        .handled(true)
                        .process(exchange ->
                                failures.add(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)));
                from("direct:batch")
                        .to("linkup:tasks?type=search&batchSize=20&settleDelay=500&keepHeaders=" + TortureRows.NUMBER);
                from("seda:single?concurrentConsumers=40&size=100000")
                        .to("linkup:tasks?mode=single&type=search&batchSize=20&settleDelay=500&keepHeaders="
                                + TortureRows.NUMBER);
                from("linkup:tasks?taskScope=submitted&initialDelay=0&delay=10")
                        .process(exchange -> emissions.add(Emission.of(exchange.getMessage())));
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
        standIn.close();
    }

    private void breakThings() {
        Fault html = Fault.answer(503, "text/html", "<html><body>Service Unavailable</body></html>");
        standIn.failRandomly(Operation.TASKS_CREATE, 0.05, SEED, Fault.cutConnection());
        standIn.failRandomly(
                Operation.TASKS_CREATE, 0.05, SEED + 1, Fault.cutConnection().afterProcessing());
        standIn.failRandomly(Operation.TASKS_CREATE, 0.05, SEED + 2, Fault.error(500, "INTERNAL_ERROR"));
        standIn.failRandomly(Operation.TASKS_CREATE, 0.03, SEED + 3, html);
        standIn.failRandomly(Operation.TASKS_CREATE, 0.03, SEED + 4, Fault.tooManyRequests(Duration.ZERO));
        standIn.failRandomly(Operation.TASKS_LIST, 0.05, SEED + 5, Fault.error(500, "INTERNAL_ERROR"));
        standIn.failRandomly(Operation.TASKS_LIST, 0.03, SEED + 6, html);
        standIn.failRandomly(Operation.TASKS_LIST, 0.03, SEED + 7, Fault.tooManyRequests(Duration.ZERO));
        standIn.failRandomly(Operation.TASKS_LIST, 0.02, SEED + 8, Fault.truncatedBody());
    }

    /** Counts reads that come sooner than the service allows, also those that it does not answer as it should. */
    private void watchReads() {
        AtomicLong last = new AtomicLong();
        standIn.failWhen(
                call -> {
                    if (call.operation().isPolling()) {
                        long now = System.currentTimeMillis();
                        if (now - last.getAndSet(now) < READ_INTERVAL.toMillis()) {
                            readsTooSoon.incrementAndGet();
                        }
                    }
                    return false;
                },
                Fault.error(500, "NEVER"));
    }

    /** Half of the rows, so that rows with the same question come both ways. */
    private static boolean isInBatch(int row) {
        return row % 12 < 6;
    }

    private void send(int from, int to) {
        List<Map<String, Object>> batch = new ArrayList<>();
        for (int row = from; row < to; row++) {
            if (isInBatch(row)) {
                batch.add(TortureRows.request(row));
            } else {
                context.createFluentProducerTemplate()
                        .to("seda:single")
                        .withBody(Map.of("q", TortureRows.question(row)))
                        .withHeader(LinkupConstants.REFERENCE, TortureRows.reference(row))
                        .withHeader(TortureRows.NUMBER, String.valueOf(row))
                        .asyncSend();
            }
        }
        context.createProducerTemplate().sendBody("direct:batch", batch);
    }

    @Test
    void eachInputEndsAsOneTaskAndOneEmission() {
        watchReads();
        // A JVM that loads its classes stands still for longer than intervals that are so much shorter than Linkup's.
        send(0, FIRST);
        await().atMost(Duration.ofMinutes(MINUTES)).until(() -> emissions.size() >= FIRST || !failures.isEmpty());
        breakThings();
        send(FIRST, TASKS);

        await().atMost(Duration.ofMinutes(MINUTES)).until(() -> emissions.size() >= TASKS || !failures.isEmpty());
        await().until(() -> repository.outstanding(Set.of(), Instant.now()).isEmpty());

        assertThat(failures).isEmpty();
        assertThat(emissions).as("each row is emitted once").hasSize(TASKS);
        new TortureRows(TASKS).assertCreatedOnceAndEmitted(standIn.tasks(), emissions);
        assertThat(repository.openEntries()).isEmpty();
        assertThat(standIn.refusedReads()).as("reads over the limit").isZero();
        assertThat(readsTooSoon)
                .as("reads over the limit, if broken ones count")
                .hasValue(0);
        EngineStatistics statistics = context.getEndpoint("linkup:credits", LinkupEndpoint.class)
                .engine()
                .statistics();
        assertThat(statistics.get(TaskEventType.ADOPTED))
                .as("calls were cut after creating")
                .isPositive();
        assertThat(statistics.get(TaskEventType.SENT_AGAIN))
                .as("calls were cut before creating")
                .isPositive();
    }
}

package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.engine.pace.PaceKeeper;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.statistics.TaskCount;
import io.github.camellinkup.engine.statistics.TaskStatistics;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.Operation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Thousands of tasks through a service that cuts, fails and truncates: each input ends as one created task and one
 * emission. Everything goes much faster than at Linkup: a read every 130 ms. The number of tasks and the seed can
 * be set by the system properties {@code torture.tasks} and {@code torture.seed}.
 */
class FaultTortureTest {

    private static final int TASKS = Integer.getInteger("torture.tasks", 3_000);
    private static final long SEED = Long.getLong("torture.seed", 20_260_518L);
    private static final int MINUTES = Integer.getInteger("torture.minutes", 4);
    private static final int FASTER = 10;
    private static final Duration READ_INTERVAL = Duration.ofMillis(50);

    /** On a machine that is busy with other things calls do not all take the same time. */
    private static final Duration PACE = READ_INTERVAL.plusMillis(80);

    /** Some inputs are equal, so that what belongs to whom has to be counted. */
    private static final int DIFFERENT_QUESTIONS = Math.max(1, TASKS / 3);

    private final Map<String, AtomicInteger> emitted = new ConcurrentHashMap<>();
    private final Set<Exception> failures = ConcurrentHashMap.newKeySet();
    private final TaskRepository repository = new MemoryTaskRepository();
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
        context = new DefaultCamelContext();
        LinkupComponent component = context.getComponent("linkup", LinkupComponent.class);
        component.setTime(new RuntimeTime(
                Clock.systemUTC(),
                () -> System.nanoTime() * FASTER,
                (baseUrl, key) -> new PaceKeeper(System::nanoTime, PACE)));
        component.setTaskRepository(repository);
        component.getConfiguration().setApiKey(standIn.apiKey());
        component.getConfiguration().setBaseUrl(standIn.baseUrl());
        component.getConfiguration().setMaxRetries(10);
        component.getConfiguration().setMaxRetryDelay(50);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class)
                        .handled(true)
                        .process(exchange ->
                                failures.add(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)));
                from("direct:batch").to("linkup:tasks?type=search&batchSize=20&settleDelay=500");
                from("seda:single?concurrentConsumers=40&size=100000")
                        .to("linkup:tasks?mode=single&type=search&batchSize=20&settleDelay=500");
                from("linkup:tasks?taskScope=submitted&initialDelay=0&delay=10")
                        .process(exchange -> emitted.computeIfAbsent(
                                        exchange.getMessage().getHeader(LinkupConstants.REFERENCE, String.class),
                                        reference -> new AtomicInteger())
                                .incrementAndGet());
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
        standIn.close();
    }

    private static String question(int number) {
        return "question " + number % DIFFERENT_QUESTIONS;
    }

    private static Map<String, Object> request(int number) {
        return Map.of("q", question(number), "reference", "row " + number);
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

    @Test
    void eachInputEndsAsOneTaskAndOneEmission() {
        breakThings();
        int half = TASKS / 2;
        for (int i = half; i < TASKS; i++) {
            context.createFluentProducerTemplate()
                    .to("seda:single")
                    .withBody(Map.of("q", question(i)))
                    .withHeader(LinkupConstants.REFERENCE, "row " + i)
                    .asyncSend();
        }
        List<Map<String, Object>> batch =
                IntStream.range(0, half).mapToObj(FaultTortureTest::request).toList();
        context.createProducerTemplate().sendBody("direct:batch", batch);

        await().atMost(Duration.ofMinutes(MINUTES)).until(() -> emitted.size() >= TASKS || !failures.isEmpty());
        await().until(() -> repository.outstanding(Set.of(), Instant.now()).isEmpty());

        assertThat(failures).isEmpty();
        assertThat(emitted).hasSize(TASKS);
        assertThat(emitted.values()).allMatch(count -> count.get() == 1);
        Map<String, Long> created = standIn.tasks().stream()
                .collect(Collectors.groupingBy(task -> task.input().path("q").asText(), Collectors.counting()));
        Map<String, Long> wanted = IntStream.range(0, TASKS)
                .mapToObj(FaultTortureTest::question)
                .collect(Collectors.groupingBy(question -> question, Collectors.counting()));
        assertThat(created).isEqualTo(wanted);
        assertThat(repository.openIntents()).isEmpty();
        assertThat(standIn.refusedReads()).isZero();
        TaskStatistics statistics = context.getComponent("linkup", LinkupComponent.class)
                .engine(context.getComponent("linkup", LinkupComponent.class).getConfiguration(), null, null)
                .statistics();
        assertThat(statistics.get(TaskCount.ADOPTED))
                .as("calls were cut after creating")
                .isPositive();
        assertThat(statistics.get(TaskCount.SENT_AGAIN))
                .as("calls were cut before creating")
                .isPositive();
    }
}

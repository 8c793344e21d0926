package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.engine.repository.ForwardingTaskRepository;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.Outstanding;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.Operation;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.search.Search;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** What the meters show, each caused at the stand-in. */
class MetersTest extends ConsumerTestSupport {

    private static final String SEARCH = "linkup:search?maxRetries=0";
    private static final String CONSUMER = "linkup:tasks?taskScope=submitted&" + FAST;

    private static final String CUT = "linkup:tasks?mode=single&type=search&batchLinger=0&maxRetries=0&settleDelay=1";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        context.getRegistry().bind("meters", registry);
        return context;
    }

    private void send(String uri) {
        template.send(uri, exchange -> exchange.getMessage().setBody("question"));
    }

    private Search meter(String name, String... tags) {
        return registry.find(name).tags(tags);
    }

    private double events(String event, String type) {
        return meter("camel.linkup.tasks", "event", event, "type", type).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private double gauge(String name, String... tags) {
        return meter(name, tags).gauge().value();
    }

    @Test
    void callsAreCountedByOperationAndOutcome() {
        send(SEARCH);
        send(SEARCH);
        standIn().failNext(Operation.SEARCH, Fault.tooManyRequests(Duration.ofHours(1)));
        send(SEARCH);

        assertThat(meter("camel.linkup.calls", "operation", "search", "outcome", "success")
                        .timer()
                        .count())
                .isEqualTo(2);
        assertThat(meter("camel.linkup.calls", "operation", "search", "outcome", "LinkupTooManyRequestsException")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(meter("camel.linkup.refusals", "operation", "search")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(meter("camel.linkup.limit.wait", "operation", "search")
                        .timer()
                        .count())
                .isEqualTo(3);
    }

    @Test
    void everyMeterHasTheTagsOfCamelAndNoneIsUnbounded() throws Exception {
        consumeFrom(CONSUMER);
        template.sendBody("linkup:tasks?type=search", List.of("one", "two"));
        send(SEARCH);
        letTasksFinish();
        await().until(() -> events("emitted", "search") == 2);

        List<Meter> meters = registry.getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith("camel.linkup."))
                .toList();
        assertThat(meters).allSatisfy(meter -> {
            assertThat(meter.getId().getTag("camelContext")).isEqualTo(context.getName());
            assertThat(meter.getId().getTag("kind")).isEqualTo("CamelLinkup");
            assertThat(meter.getId().getTag("component")).isEqualTo("linkup");
            assertThat(meter.getId().getTag("account")).hasSize(12);
            assertThat(meter.getId().getTags())
                    .extracting(tag -> tag.getValue())
                    .doesNotContain(API_KEY);
        });
        Set<String> tags =
                Set.of("camelContext", "kind", "component", "account", "operation", "outcome", "event", "type");
        assertThat(meters)
                .flatExtracting(meter -> meter.getId().getTags())
                .extracting(tag -> tag.getKey())
                .isSubsetOf(tags);
    }

    @Test
    void tasksAreCountedFromTheirCreationToTheirExchange() throws Exception {
        template.sendBody("linkup:tasks?type=search", List.of("one", "two"));
        template.sendBody("linkup:tasks?type=fetch", List.of("https://a.org"));
        assertThat(gauge("camel.linkup.tasks.outstanding", "type", "search")).isEqualTo(2);
        assertThat(gauge("camel.linkup.tasks.outstanding", "type", "fetch")).isEqualTo(1);
        assertThat(gauge("camel.linkup.tasks.outstanding", "type", "research")).isZero();
        assertThat(events("created", "search")).isEqualTo(2);
        assertThat(events("created", "fetch")).isEqualTo(1);

        letTasksFinish();
        assertThat(gauge("camel.linkup.tasks.oldest")).isEqualTo(TASK_TIME.toSeconds());
        consumeFrom(CONSUMER);
        await().until(() -> events("emitted", "search") == 2 && events("emitted", "fetch") == 1);

        assertThat(meter("camel.linkup.tasks.lag", "type", "search").timer().count())
                .isEqualTo(2);
        CLOCK.advance(Duration.ofSeconds(1));
        await().untilAsserted(() -> {
            CLOCK.advance(Duration.ofSeconds(1));
            assertThat(gauge("camel.linkup.tasks.outstanding", "type", "search"))
                    .isZero();
            assertThat(gauge("camel.linkup.tasks.oldest")).isZero();
        });
    }

    @Test
    void anAwaitedResultHasItsLag() throws Exception {
        routes(routes -> routes.from("direct:await").to("linkup:tasks?mode=await&type=search&awaitTimeout=3600000"));
        var answer = template.asyncRequestBody("direct:await", "question");
        await().until(() -> !standIn().tasks().isEmpty());
        letTasksFinish();
        answer.get(30, TimeUnit.SECONDS);

        assertThat(events("awaited", "search")).isEqualTo(1);
        assertThat(meter("camel.linkup.tasks.lag", "type", "search").timer().count())
                .isEqualTo(1);
    }

    @Test
    void failedDeliveriesAndGivenUpResultsAreCounted() throws Exception {
        routes(routes -> routes.from(CONSUMER + "&maxRedeliveries=0")
                .routeId("finished")
                .throwException(new IllegalStateException("The CRM is away")));
        send("linkup:tasks?mode=single&type=search");
        letTasksFinish();

        await().until(() -> events("given-up", "search") == 1);
        assertThat(events("delivery-failed", "search")).isEqualTo(1);
    }

    @Test
    void resubmittedTasksAreCounted() throws Exception {
        standIn().failTasksWhen(task -> task.number() == 0, "no");
        consumeFrom(CONSUMER + "&maxResubmits=1");
        send("linkup:tasks?mode=single&type=search");
        letTasksFinish();

        await().until(() -> events("resubmitted", "search") == 1);
    }

    @Test
    void whatBecomesOfCallsThatWereCutIsCounted() {
        standIn().failNext(Operation.TASKS_CREATE, Fault.cutConnection().afterProcessing());
        send(CUT);
        assertThat(events("adopted", "search")).isEqualTo(1);

        standIn().failNext(Operation.TASKS_CREATE, Fault.cutConnection());
        send(CUT);
        assertThat(events("sent-again", "search")).isEqualTo(1);

        standIn().failNext(Operation.TASKS_CREATE, Fault.cutConnection());
        standIn().failWhen(call -> call.operation() == Operation.TASKS_LIST, Fault.error(500, "INTERNAL"));
        send(CUT + "&settleTimeout=50");
        assertThat(events("uncertain", "search")).isEqualTo(1);
    }

    @Test
    void resultsThatHaveExpiredAndFailedTasksThatNoExchangeGetsAreCounted() throws Exception {
        send("linkup:tasks?mode=single&type=search");
        standIn().reset();
        CLOCK.advance(TASK_TIME);
        consumeFrom(CONSUMER + "&failedTasks=skip");

        await().until(() -> events("skipped", "search") == 1);
        assertThat(events("expired", "search")).isEqualTo(1);
        assertThat(events("emitted", "search")).isZero();
    }

    @Test
    void theErrorHandlingOfAFailedTaskIsCounted() throws Exception {
        context.getRegistry().bind("quiet", new ReportedErrors());
        standIn().failTasksWhen(task -> true, "no");
        consumeFrom(CONSUMER + "&failedTasks=error&exceptionHandler=#quiet");
        send("linkup:tasks?mode=single&type=search");
        letTasksFinish();

        await().until(() -> events("error-handled", "search") == 1);
    }

    @Test
    void theWaitForTheRateLimitIsTimed() throws Exception {
        try (DrivenLimits limits = new DrivenLimits(standIn -> standIn.directCallsPerSecond(10))) {
            DefaultCamelContext limited =
                    limits.context(setup -> setup.getRegistry().bind("meters", registry));
            List<CompletableFuture<Exchange>> searches =
                    DrivenLimits.send(limited, "linkup:search", Collections.nCopies(11, "question"));
            limits.advanceUntil(() -> searches.stream().allMatch(CompletableFuture::isDone));

            Timer wait = meter("camel.linkup.limit.wait", "operation", "search").timer();
            assertThat(wait.count()).isEqualTo(11 + limits.standIn().refusedDirectCalls());
            assertThat(wait.max(TimeUnit.MILLISECONDS)).isGreaterThanOrEqualTo(900);
        }
    }

    @Test
    void twoComponentsWithOneKeyHaveMetersOfTheirOwn() {
        LinkupComponent other = new LinkupComponent();
        LinkupComponent first = context.getComponent("linkup", LinkupComponent.class);
        other.setConfiguration(first.getConfiguration());
        context.addComponent("linkup2", other);
        template.sendBody("linkup:tasks?type=search", List.of("one", "two"));
        template.sendBody("linkup2:tasks?type=search", List.of("three"));

        assertThat(gauge("camel.linkup.tasks.outstanding", "component", "linkup", "type", "search"))
                .isEqualTo(2);
        assertThat(gauge("camel.linkup.tasks.outstanding", "component", "linkup2", "type", "search"))
                .isEqualTo(1);
        other.stop();
        assertThat(gauge("camel.linkup.tasks.outstanding", "type", "search")).isEqualTo(2);
    }

    @Test
    void aRegistryThatFailsStopsNoCallAndNoTask() throws Exception {
        registry.config().meterFilter(new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                throw new IllegalStateException("A filter of the application");
            }
        });
        consumeFrom(CONSUMER);
        template.sendBody("linkup:search?depth=deep", "question");
        send("linkup:tasks?mode=single&type=search");
        letTasksFinish();

        await().until(() -> emitted().size() == 1);
    }

    @Test
    void spendingAndCreditsAreShown() {
        send(SEARCH);
        assertThat(gauge("camel.linkup.spend")).isEqualTo(0.006);
        assertThat(gauge("camel.linkup.spend.limit")).isNaN();
        assertThat(gauge("camel.linkup.credits")).as("not asked for").isNaN();

        standIn().setCredits(BigDecimal.valueOf(12.5));
        send("linkup:credits");
        assertThat(gauge("camel.linkup.credits")).isEqualTo(12.5);
    }

    @Test
    void aRepositoryThatFailsHasNoNumber() {
        context.getRegistry().bind("doomed", new ForwardingTaskRepository(new MemoryTaskRepository()) {
            @Override
            public Outstanding outstanding(Set<String> types, Instant now, int most) {
                throw new IllegalStateException("The database is away");
            }
        });
        send("linkup:tasks?mode=single&type=search&taskRepository=#doomed");

        assertThat(gauge("camel.linkup.tasks.outstanding", "type", "search")).isNaN();
        assertThat(gauge("camel.linkup.tasks.oldest")).isNaN();
    }

    @Test
    void aStoppedComponentShowsNoStateAndARestartedOneDoes() {
        send(SEARCH);
        context.getComponent("linkup").stop();
        assertThat(registry.find("camel.linkup.spend").gauge()).isNull();
        assertThat(registry.find("camel.linkup.calls").timer()).isNotNull();

        context.getComponent("linkup").start();
        context.getEndpoint("linkup:search?depth=fast", LinkupEndpoint.class).engine();
        assertThat(gauge("camel.linkup.spend")).isEqualTo(0.006);
    }
}

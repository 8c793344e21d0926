package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.TaskEngine;
import io.github.camellinkup.engine.monitoring.TaskEventType;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.junit.jupiter.api.Test;

/**
 * Each number that an operator sees, by JMX and at the engine, after traffic that makes all of them different. They are
 * compared with what the stand-in and the route have seen.
 */
class TaskAttributesTest extends ConsumerTestSupport {

    /** More than the life of a task and of its result at the stand-in. */
    private static final Duration FOR_EVER = Duration.ofHours(30);

    private static final int REFUSED = 2;
    private static final int EXPIRED = 3;
    private static final int RESUBMITTED = 4;
    private static final int ADOPTED = 5;
    private static final int UNCERTAIN = 6;
    private static final int SENT_AGAIN = 7;
    private static final int GIVEN_UP = 9;
    private static final int FAILED_DELIVERIES = 2 * GIVEN_UP;
    private static final int SEARCHES_LEFT = 8;
    private static final int FETCHES_LEFT = 11;
    private static final long LAG_MILLIS = 4_321;

    private final AtomicInteger emitted = new AtomicInteger();
    private final Set<String> bad = ConcurrentHashMap.newKeySet();

    @Override
    public void configureTest(TestExecutionConfiguration configuration) {
        super.configureTest(configuration);
        configuration.withJMX(true);
    }

    @Test
    void eachNumberIsWhatHasHappened() throws Exception {
        routes(routes -> {
            routes.from("linkup:tasks?taskScope=submitted&maxResubmits=1&maxRedeliveries=1&" + FAST)
                    .routeId("finished")
                    .autoStartup(false)
                    .process(exchange -> {
                        emitted.incrementAndGet();
                        if (bad.contains(exchange.getMessage().getHeader(LinkupConstants.TASK_ID, String.class))) {
                            throw new IllegalStateException("the CRM refuses it");
                        }
                    });
            routes.from("direct:send").to("linkup:tasks?type=search&settleDelay=1");
        });
        sendWhatGoesWrong();
        emitEverything();
        Instant oldest = leaveSomeOutstanding();
        Map<String, Long> numbers = readUntilAllDiffer();

        TaskBeans beans = new TaskBeans(context);
        for (String type : TaskBeans.TYPES) {
            Map<String, Long> shown = new TreeMap<>();
            for (String attribute : numbers.keySet()) {
                shown.put(attribute, ((Number) beans.attribute(type, attribute)).longValue());
            }
            assertThat(shown).as(type).isEqualTo(numbers);
            assertThat(beans.attribute(type, "OutstandingByType"))
                    .isEqualTo("{fetch=" + FETCHES_LEFT + ", search=" + SEARCHES_LEFT + "}");
            // A repository may tell the second only.
            assertThat(Instant.parse((String) beans.attribute(type, "OldestOutstanding")))
                    .isBetween(oldest.minusSeconds(1), oldest);
        }
        assertThat(atTheEngine()).isEqualTo(numbers);
        assertThat(engine().outstanding().countByType())
                .isEqualTo(Map.of("fetch", FETCHES_LEFT, "search", SEARCHES_LEFT));
        assertThat(engine().outstanding().oldest()).isBetween(oldest.minusSeconds(1), oldest);
    }

    private void sendWhatGoesWrong() {
        send("expires", EXPIRED);
        CLOCK.advance(FOR_EVER);

        standIn().failNext(Operation.TASKS_CREATE, Fault.cutConnection().afterProcessing());
        send("lands", ADOPTED);
        standIn().failNext(Operation.TASKS_CREATE, Fault.cutConnection());
        send("does not land", SENT_AGAIN);

        standIn().failNext(Operation.TASKS_CREATE, Fault.cutConnection());
        standIn().failWhen(call -> call.operation() == Operation.TASKS_LIST, Fault.error(500, "INTERNAL"));
        assertThat(template.request(
                                "linkup:tasks?type=search&settleDelay=1&settleTimeout=50",
                                message -> message.getIn().setBody(questions("nobody knows", UNCERTAIN)))
                        .getException())
                .isNotNull();
        standIn().clearFaults();

        standIn().failNext(Operation.TASKS_LIST, REFUSED, Fault.error(429, "TOO_MANY_REQUESTS"));
        list();

        AtomicInteger failing = new AtomicInteger(RESUBMITTED);
        standIn()
                .failTasksWhen(
                        task -> task.input().path("q").asText().startsWith("fails") && failing.getAndDecrement() > 0,
                        "out of luck");
        send("fails", RESUBMITTED);
        send("is bad", GIVEN_UP).forEach(task -> bad.add(task.id()));
    }

    private void emitEverything() throws Exception {
        context.getRouteController().startRoute("finished");
        CLOCK.advance(TASK_TIME);
        await().until(() -> counted(TaskEventType.RESUBMITTED) == RESUBMITTED);
        CLOCK.advance(TASK_TIME);
        await().until(() -> {
            CLOCK.advance(Duration.ofMinutes(1));
            return pending(repository()).isEmpty();
        });
        send("is late", 1);
        CLOCK.advance(TASK_TIME.plusMillis(LAG_MILLIS));
        awaitEmptyRepository();
        // From now on nothing is read any more.
        awaitPolls(2);
        context.getRouteController().suspendRoute("finished");
    }

    /** @return when the oldest was created */
    private Instant leaveSomeOutstanding() {
        Instant oldest = CLOCK.instant();
        template.sendBody(
                "linkup:tasks?type=fetch",
                IntStream.range(0, FETCHES_LEFT)
                        .mapToObj(i -> "https://example.org/" + i)
                        .toList());
        CLOCK.advance(Duration.ofMinutes(1));
        send("is left", SEARCHES_LEFT);
        return oldest;
    }

    /** How often the consumer has read is its own affair: more reads make these numbers differ from all others. */
    private Map<String, Long> readUntilAllDiffer() {
        Map<String, Long> numbers;
        do {
            list();
            list();
            template.requestBody(
                    "linkup:tasks?mode=get", standIn().tasks().get(EXPIRED).id());
            numbers = whatHasHappened();
        } while (new HashSet<>(numbers.values()).size() < numbers.size());
        assertThat(numbers).doesNotContainValue(0L);
        return numbers;
    }

    private Map<String, Long> whatHasHappened() {
        Map<String, Long> numbers = new TreeMap<>();
        numbers.put("OutstandingTasks", (long) SEARCHES_LEFT + FETCHES_LEFT);
        numbers.put("LagMillis", LAG_MILLIS);
        numbers.put("CreateCalls", standIn().count(Operation.TASKS_CREATE));
        numbers.put("ListReads", standIn().count(Operation.TASKS_LIST));
        numbers.put("SingleReads", standIn().count(Operation.TASKS_GET));
        numbers.put("RefusedCalls", (long) REFUSED);
        numbers.put("CreatedTasks", (long) standIn().tasks().size() - ADOPTED);
        numbers.put("AdoptedTasks", (long) ADOPTED);
        numbers.put("SentAgain", (long) SENT_AGAIN);
        numbers.put("UncertainRequests", (long) UNCERTAIN);
        numbers.put("EmittedResults", emitted.longValue());
        numbers.put("FailedDeliveries", (long) FAILED_DELIVERIES);
        numbers.put("GivenUpResults", (long) GIVEN_UP);
        numbers.put("ResubmittedTasks", (long) RESUBMITTED);
        numbers.put("ExpiredResults", (long) EXPIRED);
        return numbers;
    }

    private Map<String, Long> atTheEngine() {
        Map<String, Long> numbers = new TreeMap<>();
        numbers.put("OutstandingTasks", (long) engine().outstanding().count());
        numbers.put("LagMillis", engine().statistics().lastLag().toMillis());
        numbers.put("CreateCalls", engine().statistics().createCalls());
        numbers.put("ListReads", engine().statistics().listReads());
        numbers.put("SingleReads", engine().statistics().singleReads());
        numbers.put("RefusedCalls", engine().statistics().refusedCalls());
        numbers.put("CreatedTasks", counted(TaskEventType.CREATED));
        numbers.put("AdoptedTasks", counted(TaskEventType.ADOPTED));
        numbers.put("SentAgain", counted(TaskEventType.SENT_AGAIN));
        numbers.put("UncertainRequests", counted(TaskEventType.UNCERTAIN));
        numbers.put("EmittedResults", counted(TaskEventType.EMITTED));
        numbers.put("FailedDeliveries", counted(TaskEventType.DELIVERY_FAILED));
        numbers.put("GivenUpResults", counted(TaskEventType.GIVEN_UP));
        numbers.put("ResubmittedTasks", counted(TaskEventType.RESUBMITTED));
        numbers.put("ExpiredResults", counted(TaskEventType.EXPIRED));
        return numbers;
    }

    private TaskEngine engine() {
        return linkupConsumer().taskEngine();
    }

    private List<Task> send(String what, int number) {
        List<?> tasks = template.requestBody("direct:send", questions(what, number), List.class);
        return tasks.stream().map(Task.class::cast).toList();
    }

    private static List<String> questions(String what, int number) {
        return IntStream.range(0, number).mapToObj(i -> what + " " + i).toList();
    }

    private void list() {
        template.requestBody("linkup:tasks?mode=list", (Object) null);
    }
}

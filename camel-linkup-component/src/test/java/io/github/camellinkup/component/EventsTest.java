package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.component.monitoring.LinkupLimitEvent;
import io.github.camellinkup.component.monitoring.LinkupTaskEvent;
import io.github.camellinkup.engine.monitoring.AccountProblem;
import io.github.camellinkup.engine.monitoring.TaskEventType;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.Operation;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The events of Camel that a context with an event notifier gets, each caused at the stand-in. */
class EventsTest extends ConsumerTestSupport {

    private static final String SINGLE = "linkup:tasks?mode=single&type=search&maxRetries=0";
    private static final String CONSUMER = "linkup:tasks?taskScope=submitted&" + FAST;

    private final List<CamelEvent> events = new CopyOnWriteArrayList<>();

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        context.getRegistry().bind("quiet", new ReportedErrors());
        context.getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
            @Override
            public boolean isEnabled(CamelEvent event) {
                return event.getType() == CamelEvent.Type.Custom;
            }

            @Override
            public void notify(CamelEvent event) {
                events.add(event);
                throw new IllegalStateException("A notifier that fails stops nothing");
            }
        });
        return context;
    }

    private void send(String uri) {
        template.send(uri, exchange -> {
            exchange.getMessage().setBody("question");
            exchange.getMessage().setHeader(LinkupConstants.REFERENCE, "crm-7");
        });
    }

    private List<LinkupTaskEvent> ofType(TaskEventType type) {
        return events.stream()
                .filter(LinkupTaskEvent.class::isInstance)
                .map(LinkupTaskEvent.class::cast)
                .filter(event -> event.getTask().type() == type)
                .toList();
    }

    private void assertEvent(TaskEventType type, String taskId) {
        assertThat(ofType(type)).singleElement().satisfies(event -> {
            assertThat(event.getTask().taskId()).isEqualTo(taskId);
            assertThat(event.getTask().taskType()).isEqualTo("search");
            assertThat(event.getTask().reference()).isEqualTo("crm-7");
            assertThat(event.getSource()).isSameAs(context);
            assertThat(event.toString()).contains(type.name()).doesNotContain(API_KEY);
        });
    }

    @Test
    void aTaskIsSubmittedAndEmitted() throws Exception {
        consumeFrom(CONSUMER);
        send(SINGLE);
        String id = standIn().tasks().get(0).id();
        assertEvent(TaskEventType.CREATED, id);

        letTasksFinish();
        await().until(() -> emitted().size() == 1);

        assertEvent(TaskEventType.EMITTED, id);
        assertThat(ofType(TaskEventType.EMITTED).get(0).getTask().lag()).isNotNull();
    }

    @Test
    void aTaskIsAdopted() {
        standIn().failNext(Operation.TASKS_CREATE, Fault.cutConnection().afterProcessing());
        send(SINGLE);

        assertEvent(TaskEventType.ADOPTED, standIn().tasks().get(0).id());
        assertThat(ofType(TaskEventType.CREATED)).isEmpty();
    }

    @Test
    void aFailedTaskIsSubmittedAgain() throws Exception {
        standIn().failTasksWhen(task -> task.number() == 0, "no");
        consumeFrom(CONSUMER + "&maxResubmits=1");
        send(SINGLE);
        String first = standIn().tasks().get(0).id();
        letTasksFinish();

        await().until(() -> !ofType(TaskEventType.RESUBMITTED).isEmpty());
        assertEvent(TaskEventType.RESUBMITTED, first);
        assertThat(ofType(TaskEventType.RESUBMITTED).get(0).getTask().detail())
                .contains(standIn().tasks().get(1).id());
    }

    @Test
    void aResultIsGivenUp() throws Exception {
        routes(routes -> routes.from(CONSUMER + "&maxRedeliveries=0")
                .throwException(new IllegalStateException("The CRM is away")));
        send(SINGLE);
        letTasksFinish();

        await().until(() -> !ofType(TaskEventType.GIVEN_UP).isEmpty());
        String id = standIn().tasks().get(0).id();
        assertEvent(TaskEventType.DELIVERY_FAILED, id);
        assertEvent(TaskEventType.GIVEN_UP, id);
        assertThat(ofType(TaskEventType.GIVEN_UP).get(0).toString()).contains("The CRM is away");
    }

    @Test
    void aResultHasExpired() throws Exception {
        send(SINGLE);
        String id = standIn().tasks().get(0).id();
        standIn().reset();
        CLOCK.advance(TASK_TIME);
        consumeFrom(CONSUMER);

        await().until(() -> !ofType(TaskEventType.EXPIRED).isEmpty());
        assertEvent(TaskEventType.EXPIRED, id);
    }

    @Test
    void aRequestThatWasNotCreatedIsSentAgain() {
        standIn().failNext(Operation.TASKS_CREATE, Fault.cutConnection());
        send(SINGLE + "&batchLinger=0&settleDelay=1");

        assertEvent(TaskEventType.SENT_AGAIN, null);
        assertEvent(TaskEventType.CREATED, standIn().tasks().get(0).id());
    }

    @Test
    void itCannotBeFoundOutWhetherARequestWasCreated() {
        standIn().failNext(Operation.TASKS_CREATE, Fault.error(500, "INTERNAL").afterProcessing());
        standIn().failWhen(call -> call.operation() == Operation.TASKS_LIST, Fault.error(500, "INTERNAL"));
        send(SINGLE + "&batchLinger=0&settleDelay=1&settleTimeout=50");

        assertEvent(TaskEventType.UNCERTAIN, null);
        assertThat(ofType(TaskEventType.CREATED)).isEmpty();
    }

    @Test
    void aResultIsAwaited() throws Exception {
        var answer = template.asyncSend("linkup:tasks?mode=await&type=search&awaitTimeout=3600000", exchange -> {
            exchange.getMessage().setBody("question");
            exchange.getMessage().setHeader(LinkupConstants.REFERENCE, "crm-7");
        });
        await().until(() -> !standIn().tasks().isEmpty());
        letTasksFinish();
        answer.get(30, TimeUnit.SECONDS);

        assertEvent(TaskEventType.AWAITED, standIn().tasks().get(0).id());
    }

    @ParameterizedTest
    @CsvSource({"skip, SKIPPED", "error, ERROR_HANDLED"})
    void aFailedTaskThatNoExchangeGetsHasItsEvent(String failedTasks, TaskEventType type) throws Exception {
        standIn().failTasksWhen(task -> true, "no");
        consumeFrom(CONSUMER + "&exceptionHandler=#quiet&failedTasks=" + failedTasks);
        send(SINGLE);
        letTasksFinish();

        await().until(() -> !ofType(type).isEmpty());
        assertEvent(type, standIn().tasks().get(0).id());
        assertThat(ofType(type).get(0).getTask().detail()).contains("no");
        assertThat(ofType(TaskEventType.EMITTED)).isEmpty();
    }

    @Test
    void aLimitIsReachedOnceUntilItIsOver() {
        standIn().failNext(Operation.SEARCH, 2, Fault.error(429, "EXCEED_BUDGET_LIMIT"));
        send("linkup:search?maxRetries=0");
        send("linkup:search?maxRetries=0");
        await().until(() -> !events.isEmpty());

        assertThat(events).singleElement().isInstanceOfSatisfying(LinkupLimitEvent.class, event -> {
            assertThat(event.getProblem().kind()).isEqualTo(AccountProblem.Kind.BUDGET_REACHED);
            assertThat(event.getAccount().baseUrl().toString())
                    .isEqualTo(standIn().baseUrl());
            assertThat(event.toString()).contains("BUDGET_REACHED").doesNotContain(API_KEY);
        });
    }

    @Test
    void theSpendLimitIsReached() {
        send("linkup:search?spendLimit=0.001");
        await().until(() -> !events.isEmpty());

        assertThat(events).singleElement().isInstanceOfSatisfying(LinkupLimitEvent.class, event -> assertThat(
                        event.getProblem().kind())
                .isEqualTo(AccountProblem.Kind.SPEND_LIMIT_REACHED));
    }
}

package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.engine.exception.LinkupTaskFailedException;
import io.github.camellinkup.engine.monitoring.TaskEventType;
import io.github.camellinkup.engine.repository.PendingTask;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.spi.UnitOfWorkFactory;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.junit.jupiter.api.Test;

/** What becomes of a task whose failure goes to the error handler of the route: {@code bridgeErrorHandler}. */
class BridgedFailuresTest extends ConsumerTestSupport {

    private static final String BRIDGED = "linkup:tasks?taskScope=submitted&bridgeErrorHandler=true&";

    private static final int NOT_PENDING = -1;

    private final List<String> bridged = new CopyOnWriteArrayList<>();
    private final List<Integer> failuresBefore = new CopyOnWriteArrayList<>();

    private String submit(String options) {
        Exchange sent =
                template.send("linkup:tasks?" + options + "mode=single&type=search", exchange -> exchange.getMessage()
                        .setBody("camel"));
        assertThat(sent.getException()).isNull();
        return sent.getMessage().getHeader(LinkupConstants.TASK_ID, String.class);
    }

    private void note(Exchange exchange) {
        bridged.add(exchange.getMessage().getHeader(LinkupConstants.TASK_ID, String.class));
        failuresBefore.add(pending(repository()).stream()
                .map(PendingTask::failedDeliveries)
                .findFirst()
                .orElse(NOT_PENDING));
    }

    @Test
    void aRouteThatFailsIsOneFailedDeliveryToo() throws Exception {
        routes(routes -> {
            routes.onException(IllegalStateException.class).process(this::note);
            routes.from(BRIDGED + "maxRedeliveries=1&" + FAST)
                    .routeId("finished")
                    .to("mock:finished")
                    .throwException(new IllegalStateException("the CRM is down"));
        });
        submit("");
        CLOCK.advance(TASK_TIME);
        await().until(() -> counted(TaskEventType.GIVEN_UP) == 1);
        awaitPolls(10);

        assertThat(finished().getReceivedCounter()).isEqualTo(2);
        assertThat(counted(TaskEventType.DELIVERY_FAILED)).isEqualTo(2);
    }

    @Test
    void aFailedTaskComesAgainUntilItsErrorHandlingEndsWell() throws Exception {
        standIn().failTasksWhen(task -> true, "no such company");
        routes(routes -> {
            routes.onException(LinkupTaskFailedException.class).handled(true).process(exchange -> {
                note(exchange);
                if (bridged.size() < 3) {
                    throw new IllegalStateException("the CRM is down");
                }
            });
            routes.from(BRIDGED + "failedTasks=error&" + FAST)
                    .routeId("finished")
                    .to("mock:finished");
        });
        String task = submit("");
        CLOCK.advance(TASK_TIME);
        await().until(() -> bridged.size() == 3);
        awaitEmptyRepository();
        awaitPolls(10);

        assertThat(bridged).containsExactly(task, task, task);
        assertThat(failuresBefore).containsExactly(0, 1, 2);
        assertThat(counted(TaskEventType.DELIVERY_FAILED)).isEqualTo(2);
    }

    /** Camel then rejects an exchange that was not yet told, and leaves the failure in it. */
    @Test
    void aFailedTaskWhoseErrorHandlerStopsBeforeItIsToldComesAgain() throws Exception {
        standIn().failTasksWhen(task -> true, "no such company");
        AtomicBoolean stopped = new AtomicBoolean();
        UnitOfWorkFactory units = PluginHelper.getUnitOfWorkFactory(context);
        context.getCamelContextExtension().addContextPlugin(UnitOfWorkFactory.class, exchange -> {
            if (ExchangeHelper.isErrorHandlerBridge(exchange) && stopped.compareAndSet(false, true)) {
                ServiceHelper.stopService(context.getRoute("finished").getProcessor());
            }
            return units.createUnitOfWork(exchange);
        });
        routes(routes -> {
            routes.onException(LinkupTaskFailedException.class).process(this::note);
            routes.from(BRIDGED + "failedTasks=error&maxRedeliveries=0&" + FAST)
                    .routeId("finished")
                    .to("mock:finished");
        });
        String task = submit("");
        CLOCK.advance(TASK_TIME);
        await().until(stopped::get);
        awaitPolls(10);
        assertThat(bridged).isEmpty();
        assertThat(pending(repository())).hasSize(1);

        ServiceHelper.startService(context.getRoute("finished").getProcessor());
        awaitEmptyRepository();
        awaitPolls(10);

        assertThat(bridged).containsExactly(task);
        assertThat(counted(TaskEventType.GIVEN_UP)).isZero();
    }

    @Test
    void aFailedTaskWhoseErrorHandlingAlwaysFailsIsGivenUp() throws Exception {
        standIn().failTasksWhen(task -> true, "no such company");
        routes(routes -> {
            routes.onException(LinkupTaskFailedException.class).handled(true).process(exchange -> {
                note(exchange);
                throw new IllegalStateException("the CRM is down");
            });
            routes.from(BRIDGED + "failedTasks=error&maxRedeliveries=1&" + FAST)
                    .routeId("finished")
                    .to("mock:finished");
        });
        String task = submit("");
        CLOCK.advance(TASK_TIME);
        await().until(() -> counted(TaskEventType.GIVEN_UP) == 1);
        awaitPolls(10);

        assertThat(bridged).containsExactly(task, task);
        assertThat(repository().known(Set.of(task))).containsExactly(task);
    }

    @Test
    void aFailedTaskThatNoErrorHandlerKnowsIsLoggedAndDone() throws Exception {
        standIn().failTasksWhen(task -> true, "no such company");
        routes(routes -> routes.from(BRIDGED + "failedTasks=error&" + FAST)
                .routeId("finished")
                .to("mock:finished"));
        submit("");
        CLOCK.advance(TASK_TIME);
        awaitEmptyRepository();

        assertThat(counted(TaskEventType.DELIVERY_FAILED)).isZero();
        assertThat(finished().getReceivedCounter()).isZero();
    }
}

package io.github.camellinkup.component;

import io.github.camellinkup.engine.TaskEngine;
import io.github.camellinkup.engine.results.FinishedTask;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ServiceStatus;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.util.ObjectHelper;

/**
 * Completes a task whose exchange awaited the result. The task counts as taken when the exchange is done, also if a later
 * step has failed. If the exchange was rejected because its route stops, the task stays pending and a consumer emits it.
 */
final class AwaitedTaskCompletion implements Synchronization {

    private final TaskEngine engine;
    private final FinishedTask finished;

    AwaitedTaskCompletion(TaskEngine engine, FinishedTask finished) {
        this.engine = engine;
        this.finished = finished;
    }

    @Override
    public void onComplete(Exchange exchange) {
        ended();
    }

    @Override
    public void onFailure(Exchange exchange) {
        if (isCutOff(exchange)) {
            engine.results().giveBack(finished.pending());
        } else {
            ended();
        }
    }

    private void ended() {
        if (finished.isUnreadable()) {
            engine.results().giveUp(finished.id(), GivenUpResults.reason(finished.unreadable()));
            new GivenUpResults(engine.statistics()).unreadable(finished);
        } else {
            engine.results().taken(finished.id());
        }
    }

    /** Whether the exchange has failed because its route or the context stops. */
    private static boolean isCutOff(Exchange exchange) {
        CamelContext context = exchange.getContext();
        return ObjectHelper.getException(RejectedExecutionException.class, exchange.getException()) != null
                || exchange.getExchangeExtension().isInterrupted()
                || isStopping(context.getStatus())
                || isRouteStopping(context, exchange.getFromRouteId());
    }

    /** An exchange from a template has no route. */
    private static boolean isRouteStopping(CamelContext context, String routeId) {
        return routeId != null && isStopping(context.getRouteController().getRouteStatus(routeId));
    }

    private static boolean isStopping(ServiceStatus status) {
        return status == ServiceStatus.Stopping || status == ServiceStatus.Stopped;
    }
}

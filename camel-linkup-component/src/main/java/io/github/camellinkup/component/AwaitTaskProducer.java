package io.github.camellinkup.component;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.StructuredOutputSchema;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.monitoring.TaskEvent;
import io.github.camellinkup.engine.monitoring.TaskEventType;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.results.FinishedTask;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ServiceStatus;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.util.ObjectHelper;

/**
 * {@code mode=await}: sends one task as {@code mode=single} does, and continues the exchange with its result. No thread
 * is held while it waits.
 */
@ManagedResource(description = "Managed Linkup producer of tasks")
final class AwaitTaskProducer extends SingleTaskProducer<FinishedTask> {

    private static final Set<ServiceStatus> STOPPING = EnumSet.of(ServiceStatus.Stopping, ServiceStatus.Stopped);

    /**
     * Completes the task. It counts as taken when the exchange is done, also if a later step has failed. If the exchange
     * was rejected because its route stops, the task stays pending and a consumer emits it.
     */
    private final class Completion implements Synchronization {

        private final FinishedTask finished;

        private Completion(FinishedTask finished) {
            this.finished = finished;
        }

        @Override
        public void onComplete(Exchange exchange) {
            ended();
        }

        @Override
        public void onFailure(Exchange exchange) {
            if (isCutOff(exchange)) {
                taskEngine().results().giveBack(finished.pending());
            } else {
                ended();
            }
        }

        private void ended() {
            if (finished.isUnreadable()) {
                taskEngine().results().giveUp(finished.id(), TaskCompletion.reason(finished.unreadable()));
                TaskCompletion.givenUp(
                        finished.pending(), finished.unreadable(), taskEngine().statistics());
            } else {
                taskEngine().results().taken(finished.id());
            }
        }

        /** Whether the exchange has failed because its route or the context stops. An exchange from a template has no route. */
        private boolean isCutOff(Exchange exchange) {
            CamelContext context = exchange.getContext();
            String route = exchange.getFromRouteId();
            return ObjectHelper.getException(RejectedExecutionException.class, exchange.getException()) != null
                    || exchange.getExchangeExtension().isInterrupted()
                    || STOPPING.contains(context.getStatus())
                    || route != null
                            && STOPPING.contains(context.getRouteController().getRouteStatus(route));
        }
    }

    AwaitTaskProducer(LinkupEndpoint endpoint) {
        super(endpoint);
    }

    /** The timeout includes the time for sending. After it, consumers of any node emit the result. */
    @Override
    TaskRequest request(Exchange exchange) {
        Duration timeout = getEndpoint().getTaskConfiguration().getAwaitTimeout();
        return super.request(exchange)
                .awaitedUntil(getEndpoint().getComponent().clock().instant().plus(timeout));
    }

    @Override
    CompletionStage<FinishedTask> call(Exchange exchange, TaskRequest request) {
        return send(request).thenCompose(task -> {
            rememberBegun(exchange, request, task);
            // An idempotent request can have an existing task, which a consumer may expect.
            return request.idempotencyPeriod() == null ? await(task, request) : awaitExisting(task, request);
        });
    }

    @Override
    CompletionStage<FinishedTask> resume(Exchange exchange, TaskRequest request, Memory memory) {
        return memory.outcome() instanceof Task task
                ? awaitExisting(task, request)
                : super.resume(exchange, request, memory);
    }

    private CompletionStage<FinishedTask> awaitExisting(Task task, TaskRequest request) {
        return CompletableFuture.runAsync(
                        () -> taskEngine().repository().setAwaited(task.id(), request.awaitedUntil()), workers())
                .thenCompose(nothing -> await(task, request));
    }

    private CompletionStage<FinishedTask> await(Task task, TaskRequest request) {
        PendingTask pending = PendingTask.of(task, request);
        Duration left = Duration.between(getEndpoint().getComponent().clock().instant(), request.awaitedUntil());
        return taskEngine()
                .results()
                .await(
                        pending,
                        left.isNegative() ? Duration.ZERO : left,
                        getEndpoint().isResearch())
                .whenCompleteAsync(
                        (finished, failure) -> {
                            if (failure != null) {
                                taskEngine().results().giveBack(pending);
                            }
                        },
                        workers());
    }

    @Override
    void answer(Exchange exchange, TaskRequest request, FinishedTask finished) {
        exchange.getExchangeExtension().addOnCompletion(new Completion(finished));
        taskEngine()
                .statistics()
                .happened(TaskEvent.delivered(
                        finished.isExpired() ? TaskEventType.EXPIRED : TaskEventType.AWAITED,
                        finished.pending(),
                        finished.finishedAt(),
                        getEndpoint().getComponent().clock()));
        TaskHeaders.set(exchange.getMessage(), finished);
        TaskHeaders.setCost(
                exchange.getMessage(), finished.task(), taskEngine().spend().prices());
        LinkupException failure = TaskHeaders.failure(finished);
        if (failure == null) {
            getEndpoint().templates().answerBody().set(exchange, finished.task(), schema(request.input()));
        } else if (finished.isFailed()) {
            // A failed task is free, so a redelivery may send a new one.
            taskEngine().spend().finished(finished.task());
            forget(exchange);
            exchange.setException(failure);
        } else {
            failPermanently(exchange, request, failure);
        }
    }

    private static StructuredOutputSchema schema(LinkupRequest input) {
        if (input instanceof SearchRequest search) {
            return search.structuredOutputSchema();
        }
        if (input instanceof FetchRequest fetch) {
            return fetch.schema();
        }
        return input instanceof ResearchRequest research ? research.structuredOutputSchema() : null;
    }
}

package io.github.camellinkup.component;

import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.StructuredOutputSchema;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.TaskEngine;
import io.github.camellinkup.engine.exception.LinkupTaskExpiredException;
import io.github.camellinkup.engine.exception.LinkupTaskFailedException;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.results.FinishedTask;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.camel.Exchange;
import org.apache.camel.api.management.ManagedResource;

/**
 * {@code mode=await}: sends one task as {@code mode=single} does, and lets the exchange go on with its result. No thread
 * is held meanwhile.
 */
@ManagedResource(description = "Managed Linkup producer of tasks")
final class AwaitTaskProducer extends LinkupProducer<TaskRequest, FinishedTask> implements LinkupTaskAttributes {

    /** A task that was created for an exchange, and its result if that has come. */
    private record Awaited(Task task, FinishedTask finished) {}

    private final TaskRequestReader reader;
    private final AnswerBody answerBody;
    private final Duration timeout;
    private SingleTaskSender sender;
    private Executor workers;

    AwaitTaskProducer(LinkupEndpoint endpoint) {
        super(endpoint);
        this.reader = new TaskRequestReader(endpoint);
        this.answerBody = new AnswerBody(endpoint.templates().outputClass());
        this.timeout = endpoint.getTaskConfiguration().getAwaitTimeout();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        sender = new SingleTaskSender(getEndpoint(), engine());
        workers = getEndpoint().getComponent().runtime().workers();
    }

    @Override
    TaskRequest request(Exchange exchange) {
        return reader.read(exchange.getMessage(), exchange.getMessage().getBody())
                .awaitedUntil(getEndpoint().getComponent().clock().instant().plus(timeout));
    }

    @Override
    Object identity(TaskRequest request) {
        return SingleTaskSender.identity(request);
    }

    @Override
    CompletionStage<FinishedTask> call(Exchange exchange, TaskRequest request) {
        RedeliveryMemory memory = recall(exchange, identity(request));
        if (memory == null) {
            return sender.send(request).thenCompose(task -> {
                remember(exchange, RedeliveryMemory.begun(exchange, identity(request), new Awaited(task, null)));
                // The task may be one that was created before, for a consumer.
                return request.idempotencyPeriod() == null ? await(task, request) : awaitExisting(task, request);
            });
        }
        Awaited earlier = (Awaited) memory.outcome();
        return earlier.finished() == null
                ? awaitExisting(earlier.task(), request)
                : CompletableFuture.completedFuture(earlier.finished());
    }

    private CompletionStage<FinishedTask> awaitExisting(Task task, TaskRequest request) {
        return CompletableFuture.runAsync(
                        () -> engine().repository().setAwaited(task.id(), request.awaitedUntil()), workers)
                .thenCompose(nothing -> await(task, request));
    }

    private CompletionStage<FinishedTask> await(Task task, TaskRequest request) {
        PendingTask pending = PendingTask.of(task, request);
        return engine().results()
                .await(pending, timeLeft(request), sender.isResearch())
                .whenCompleteAsync(
                        (finished, failure) -> {
                            if (failure != null) {
                                engine().results().giveBack(pending);
                            }
                        },
                        workers);
    }

    /** Sending has used up some of the time. Consumers, also of other nodes, emit the result when it is up. */
    private Duration timeLeft(TaskRequest request) {
        Duration left = Duration.between(getEndpoint().getComponent().clock().instant(), request.awaitedUntil());
        return left.isNegative() ? Duration.ZERO : left;
    }

    @Override
    void answer(Exchange exchange, TaskRequest request, FinishedTask finished) {
        exchange.getExchangeExtension().addOnCompletion(new AwaitedTaskCompletion(engine(), finished));
        if (finished.isUnreadable()) {
            TaskHeaders.setUnreadable(
                    exchange.getMessage(),
                    finished.pending(),
                    finished.unreadable().getMessage());
            failPermanently(exchange, request, finished.unreadable());
            return;
        }
        if (finished.isExpired()) {
            TaskHeaders.setExpired(exchange.getMessage(), finished.pending(), "The result of the task has expired");
            failPermanently(exchange, request, new LinkupTaskExpiredException(finished.pending()));
            return;
        }
        TaskHeaders.set(exchange.getMessage(), finished.task(), request.reference());
        if (finished.isFailed()) {
            // A failed task has cost nothing, so a redelivery may send another.
            forget(exchange);
            exchange.setException(new LinkupTaskFailedException(finished.task()));
            return;
        }
        remember(exchange, RedeliveryMemory.done(exchange, identity(request), new Awaited(finished.task(), finished)));
        answerBody.set(exchange, finished.task().answer(), schema(request.input()));
    }

    private static StructuredOutputSchema schema(LinkupRequest input) {
        if (input instanceof SearchRequest search) {
            return search.structuredOutputSchema();
        }
        return input instanceof ResearchRequest research ? research.structuredOutputSchema() : null;
    }

    @Override
    public TaskEngine taskEngine() {
        return engine();
    }
}

package io.github.camellinkup.component;

import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.StructuredOutputSchema;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.exception.LinkupTaskExpiredException;
import io.github.camellinkup.engine.exception.LinkupTaskFailedException;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.results.FinishedTask;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;
import org.apache.camel.api.management.ManagedResource;

/**
 * {@code mode=await}: sends one task as {@code mode=single} does, and continues the exchange with its result. No thread
 * is held while it waits.
 */
@ManagedResource(description = "Managed Linkup producer of tasks")
final class AwaitTaskProducer extends LinkupProducer<TaskRequest, FinishedTask> implements LinkupTaskAttributes {

    private final TaskRequestReader reader;
    private final AnswerBody answerBody;
    private final Duration timeout;
    private SingleTaskSender sender;

    AwaitTaskProducer(LinkupEndpoint endpoint) {
        super(endpoint);
        this.reader = new TaskRequestReader(endpoint);
        this.answerBody = new AnswerBody(endpoint.templates().outputClass());
        this.timeout = endpoint.getTaskConfiguration().getAwaitTimeout();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        sender = new SingleTaskSender(getEndpoint(), taskEngine());
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
        return sender.send(request).thenCompose(task -> {
            remember(exchange, RedeliveryMemory.begun(exchange, identity(request), task));
            // An idempotent request can have an existing task, which a consumer may expect.
            return request.idempotencyPeriod() == null ? await(task, request) : awaitExisting(task, request);
        });
    }

    @Override
    CompletionStage<FinishedTask> resume(Exchange exchange, TaskRequest request, RedeliveryMemory memory) {
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
        return taskEngine()
                .results()
                .await(pending, timeLeft(request), sender.isResearch())
                .whenCompleteAsync(
                        (finished, failure) -> {
                            if (failure != null) {
                                taskEngine().results().giveBack(pending);
                            }
                        },
                        workers());
    }

    /** The timeout includes the time for sending. After it, consumers of any node emit the result. */
    private Duration timeLeft(TaskRequest request) {
        Duration left = Duration.between(getEndpoint().getComponent().clock().instant(), request.awaitedUntil());
        return left.isNegative() ? Duration.ZERO : left;
    }

    @Override
    void answer(Exchange exchange, TaskRequest request, FinishedTask finished) {
        exchange.getExchangeExtension().addOnCompletion(new AwaitedTaskCompletion(taskEngine(), finished));
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
            // A failed task is free, so a redelivery may send a new one.
            forget(exchange);
            exchange.setException(new LinkupTaskFailedException(finished.task()));
            return;
        }
        answerBody.set(exchange, finished.task().answer(), schema(request.input()));
    }

    private static StructuredOutputSchema schema(LinkupRequest input) {
        if (input instanceof SearchRequest search) {
            return search.structuredOutputSchema();
        }
        return input instanceof ResearchRequest research ? research.structuredOutputSchema() : null;
    }
}

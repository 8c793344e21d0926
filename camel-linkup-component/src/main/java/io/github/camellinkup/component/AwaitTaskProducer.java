package io.github.camellinkup.component;

import io.github.camellinkup.client.model.LinkupAnswer;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.StructuredOutputSchema;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.TaskEngine;
import io.github.camellinkup.engine.exception.LinkupTaskExpiredException;
import io.github.camellinkup.engine.exception.LinkupTaskFailedException;
import io.github.camellinkup.engine.receiving.FinishedTask;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.camel.Exchange;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * {@code mode=await}: sends one task as {@code mode=single} does, and lets the exchange go on with its result. No thread
 * is held meanwhile.
 */
@ManagedResource(description = "Managed Linkup producer of tasks")
final class AwaitTaskProducer extends LinkupProducer<AwaitTaskProducer.Awaited> implements LinkupTaskAttributes {

    /** The finished task with the request that it answers. */
    record Awaited(FinishedTask finished, TaskRequest request) {}

    private final TaskRequestReader reader;
    private final AnswerBody answerBody;
    private final Duration timeout;
    private SingleTaskSender sender;
    private Executor workers;

    AwaitTaskProducer(LinkupEndpoint endpoint) {
        super(endpoint);
        this.reader = new TaskRequestReader(endpoint);
        this.answerBody = new AnswerBody(endpoint.templates().outputClass());
        this.timeout = TaskOptions.awaitTimeout(endpoint.getTaskConfiguration());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        sender = new SingleTaskSender(getEndpoint(), engine());
        workers = getEndpoint().getComponent().runtime().workers();
    }

    @Override
    CompletionStage<Awaited> call(Exchange exchange) {
        TaskRequest request = reader.read(
                        exchange.getMessage(), exchange.getMessage().getBody())
                .awaitedUntil(getEndpoint().getComponent().clock().instant().plus(timeout));
        return sender.send(request)
                .thenCompose(task -> await(task, request))
                .thenApply(finished -> new Awaited(finished, request));
    }

    private CompletionStage<FinishedTask> await(Task task, TaskRequest request) {
        return engine().receiving()
                .await(PendingTask.of(task, request), timeLeft(request), sender.sendsResearch())
                .whenCompleteAsync(
                        (finished, failure) -> {
                            if (failure != null) {
                                // Nobody waits any more: from now on the result is for a consumer.
                                engine().repository().release(task.id());
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
    void answer(Exchange exchange, Awaited awaited) {
        FinishedTask finished = awaited.finished();
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                ended(finished);
            }
        });
        if (finished.isUnreadable()) {
            TaskHeaders.setUnreadable(
                    exchange.getMessage(),
                    finished.pending(),
                    finished.unreadable().getMessage());
            exchange.setException(finished.unreadable());
            return;
        }
        if (finished.isExpired()) {
            TaskHeaders.setExpired(exchange.getMessage(), finished.pending(), "The result of the task has expired");
            exchange.setException(new LinkupTaskExpiredException(finished.pending()));
            return;
        }
        TaskHeaders.set(
                exchange.getMessage(), finished.task(), awaited.request().reference());
        if (finished.isFailed()) {
            exchange.setException(new LinkupTaskFailedException(finished.task()));
            return;
        }
        LinkupAnswer answer = finished.task().answer();
        answerBody.set(exchange, answer, schema(awaited.request().input()));
    }

    private void ended(FinishedTask finished) {
        if (finished.isUnreadable()) {
            engine().receiving().giveUp(finished.id(), GivenUpResults.reason(finished.unreadable()));
            new GivenUpResults(engine().statistics()).unreadable(finished);
        } else {
            engine().receiving().taken(finished.id());
        }
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

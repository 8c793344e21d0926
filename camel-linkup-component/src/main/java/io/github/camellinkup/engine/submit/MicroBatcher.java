package io.github.camellinkup.engine.submit;

import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.exception.LinkupUnsupportedTaskTypeException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.EngineTimer;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.exception.LinkupSpendLimitException;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.outbox.PartialCallException;
import io.github.camellinkup.engine.outbox.RefusedRequests;
import io.github.camellinkup.engine.outbox.TaskSender;
import io.github.camellinkup.engine.repository.ReferenceKey;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;

/**
 * Lets requests that come one by one, but together, travel in one call. A call goes out when it is full, or when its
 * first request has waited for the linger time; while as many calls are in flight as there may be, requests wait.
 * Requests whose references are the same idempotency key never travel in the same call.
 * Each request gets its own task or its own error. Thread-safe.
 */
final class MicroBatcher {

    private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

    private final SendingOptions options;
    private final TaskSender sender;
    private final EngineTimer timer;

    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private int inFlight;
    private boolean timerRuns;

    /** A request, and the future of its task. */
    private record Waiting(TaskRequest request, CompletableFuture<Task> task) {}

    MicroBatcher(SendingOptions options, TaskSender sender, EngineTimer timer) {
        this.options = options;
        this.sender = sender;
        this.timer = timer;
    }

    /** Sends the request together with others that come at the same time. */
    CompletionStage<Task> submit(TaskRequest request) {
        Waiting added = new Waiting(request, new CompletableFuture<>());
        List<Waiting> full;
        boolean startTimer;
        synchronized (this) {
            waiting.add(added);
            full = takeIf(waiting.size() >= options.batchSize());
            startTimer = !timerRuns && !waiting.isEmpty() && inFlight < options.maxConcurrentBatches();
            timerRuns |= startTimer;
        }
        if (startTimer) {
            startTimer();
        }
        send(full);
        return added.task();
    }

    private void startTimer() {
        try {
            timer.schedule(this::lingered, options.batchLinger());
        } catch (RejectedExecutionException e) {
            // There is no time to wait for others any more. Whether the call can still go out is the client's to say.
            lingered();
        }
    }

    private void lingered() {
        List<Waiting> batch;
        synchronized (this) {
            timerRuns = false;
            batch = takeIf(!waiting.isEmpty());
        }
        send(batch);
    }

    /** Requests that waited for a call to end have waited long enough. */
    private synchronized List<Waiting> ended() {
        inFlight--;
        return takeIf(!waiting.isEmpty());
    }

    private List<Waiting> takeIf(boolean ready) {
        List<Waiting> batch = new ArrayList<>();
        if (ready && inFlight < options.maxConcurrentBatches()) {
            Set<ReferenceKey> keys = new HashSet<>();
            Iterator<Waiting> next = waiting.iterator();
            while (batch.size() < options.batchSize() && next.hasNext()) {
                Waiting each = next.next();
                ReferenceKey key = ReferenceKey.of(each.request());
                if (key == null || keys.add(key)) {
                    batch.add(each);
                    next.remove();
                }
            }
            inFlight++;
        }
        return batch;
    }

    /** A loop, because calls that fail at once, as when the engine stops, would else go as deep as requests are waiting. */
    private void send(List<Waiting> batch) {
        List<Waiting> next = batch;
        while (!next.isEmpty()) {
            CompletableFuture<Void> sent = sendParts(next).toCompletableFuture();
            if (!sent.isDone()) {
                sent.whenComplete((nothing, failure) -> send(ended()));
                return;
            }
            next = ended();
        }
    }

    /** Sends the requests in one call, or in more where the API refuses the call for some of them. */
    private CompletionStage<Void> sendParts(List<Waiting> batch) {
        return CompletableFuture.completedFuture(
                        batch.stream().map(Waiting::request).toList())
                .thenCompose(requests -> sender.send(
                        requests, (place, task) -> batch.get(place).task().complete(task)))
                .handle((tasks, failure) -> failure == null ? created(batch, tasks) : failed(batch, failure))
                .thenCompose(rest -> rest);
    }

    private static CompletionStage<Void> created(List<Waiting> batch, List<Task> tasks) {
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).task().complete(tasks.get(i));
        }
        return DONE;
    }

    private CompletionStage<Void> failed(List<Waiting> batch, Throwable failure) {
        Throwable cause = Failures.cause(failure);
        if (cause instanceof LinkupInvalidRequestException refusal && batch.size() > 1) {
            return sendWithoutTheRefused(batch, refusal);
        }
        if (cause instanceof LinkupUnsupportedTaskTypeException) {
            Collection<List<Waiting>> types = byType(batch);
            if (types.size() > 1) {
                return sendEach(types);
            }
        }
        if (cause instanceof LinkupSpendLimitException && batch.size() > 1) {
            // It speaks of the first request. A cheaper one may still be sent.
            batch.get(0).task().completeExceptionally(cause);
            return sendParts(batch.subList(1, batch.size()));
        }
        PartialCallException partial = PartialCallException.of(cause, batch.size());
        List<Waiting> notCreated = endKnown(batch, partial);
        if (partial == cause && !notCreated.isEmpty()) {
            return partial.hasUnknown()
                    ? sendParts(notCreated)
                    : failed(notCreated, ofRest(partial.getCause(), batch, notCreated));
        }
        notCreated.forEach(each -> fail(each, partial.getCause()));
        return DONE;
    }

    /** The failure of a call as that of a call with those alone that were not created: a refusal names their places. */
    private static Throwable ofRest(Throwable failure, List<Waiting> batch, List<Waiting> notCreated) {
        return failure instanceof LinkupInvalidRequestException refusal
                ? RefusedRequests.of(refusal, batch.size()).at(place -> notCreated.indexOf(batch.get(place)))
                : failure;
    }

    /**
     * Each request gets its own end.
     *
     * @return those that were not created
     */
    private static List<Waiting> endKnown(List<Waiting> batch, PartialCallException partial) {
        List<Waiting> notCreated = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            Waiting each = batch.get(i);
            if (partial.isUnrecorded(i)) {
                each.task()
                        .completeExceptionally(LinkupSubmissionUncertainException.notRecorded(
                                List.of(each.request()),
                                List.of(partial.created(i)),
                                partial.getCause().getCause()));
            } else if (partial.created(i) != null) {
                each.task().complete(partial.created(i));
            } else if (partial.isUncertain(i)) {
                fail(each, partial.getCause());
            } else {
                notCreated.add(each);
            }
        }
        return notCreated;
    }

    private static void fail(Waiting each, Throwable cause) {
        each.task()
                .completeExceptionally(
                        cause instanceof LinkupSubmissionUncertainException
                                ? new LinkupSubmissionUncertainException(List.of(each.request()), cause.getCause())
                                : cause);
    }

    private static Collection<List<Waiting>> byType(List<Waiting> batch) {
        return batch.stream()
                .collect(Collectors.groupingBy(
                        each -> each.request().input().taskType(), LinkedHashMap::new, Collectors.toList()))
                .values();
    }

    /** One after the other, as they have the place of one call. */
    private CompletionStage<Void> sendEach(Collection<List<Waiting>> parts) {
        CompletionStage<Void> sent = DONE;
        for (List<Waiting> part : parts) {
            sent = sent.thenCompose(done -> sendParts(part));
        }
        return sent;
    }

    private CompletionStage<Void> sendWithoutTheRefused(List<Waiting> batch, LinkupInvalidRequestException refusal) {
        RefusedRequests refused = RefusedRequests.of(refusal, batch.size());
        if (refused.isEmpty()) {
            int half = batch.size() / 2;
            return sendEach(List.of(batch.subList(0, half), batch.subList(half, batch.size())));
        }
        List<Waiting> accepted = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            LinkupInvalidRequestException error = refused.error(i);
            if (error == null) {
                accepted.add(batch.get(i));
            } else {
                batch.get(i).task().completeExceptionally(error);
            }
        }
        return accepted.isEmpty() ? DONE : sendParts(accepted);
    }
}

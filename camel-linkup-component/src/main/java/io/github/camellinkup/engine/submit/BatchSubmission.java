package io.github.camellinkup.engine.submit;

import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.outbox.PartialCallException;
import io.github.camellinkup.engine.outbox.RefusedRequests;
import io.github.camellinkup.engine.outbox.TaskSender;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.submit.BatchProgress.Placed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Sends the requests of one batch in calls of a bounded size, a bounded number of them at a time, and reads its source
 * only as far as there is room to send. The source is read by one thread at a time. After the first failure nothing
 * more is read or sent; what is in flight is waited for. The progress then says how far it has come.
 */
final class BatchSubmission {

    private final Iterator<TaskRequest> source;
    private final Consumer<TaskRequest> check;
    private final SendingOptions options;
    private final TaskSender sender;
    private final Executor workers;
    private final CompletableFuture<SentBatch> result = new CompletableFuture<>();

    private final BatchProgress progress;
    private final Deque<Placed> again;
    private int inFlight;
    private boolean reading;
    private Throwable failure;
    private boolean finished;

    /**
     * @param check throws if a request cannot be sent; then the others of its call are not sent either
     * @param sender sends one call
     * @param progress how far the batch has come before; what it has read and not created is sent first
     * @param workers where the source is read after the first calls
     */
    BatchSubmission(
            Iterator<TaskRequest> source,
            Consumer<TaskRequest> check,
            SendingOptions options,
            TaskSender sender,
            BatchProgress progress,
            Executor workers) {
        this.source = source;
        this.check = check;
        this.options = options;
        this.sender = sender;
        this.progress = progress;
        this.workers = workers;
        // A source that has failed has lost a request, perhaps: the batch must not end well without it.
        this.failure = progress.sourceFailure();
        this.again = failure == null ? progress.takeNotCreated() : new ArrayDeque<>();
    }

    /** Begins on the calling thread, which reads the source for the first calls. */
    CompletionStage<SentBatch> start() {
        sendWhileThereIsRoom();
        return result;
    }

    private void sendWhileThereIsRoom() {
        while (mayRead()) {
            List<Placed> requests = new ArrayList<>(options.batchSize());
            Throwable readFailure = null;
            try {
                read(requests);
            } catch (Throwable e) {
                readFailure = e;
            }
            if (isRead(requests, readFailure)) {
                send(requests);
            }
        }
        finishIfDone();
    }

    private synchronized boolean mayRead() {
        if (reading
                || failure != null
                || inFlight >= options.maxConcurrentBatches()
                || again.isEmpty() && progress.isAtEnd()) {
            return false;
        }
        reading = true;
        return true;
    }

    private void read(List<Placed> requests) {
        while (requests.size() < options.batchSize()) {
            Placed next = again.isEmpty() ? readSource() : again.remove();
            if (next != null) {
                requests.add(next);
            } else if (progress.isAtEnd()) {
                break;
            }
        }
        // Not one by one: the caller finds the bad request among those that were not created.
        requests.forEach(placed -> check.accept(placed.request()));
    }

    /** Null for a request that was sent before, and at the end. */
    private Placed readSource() {
        if (progress.isAtEnd()) {
            return null;
        }
        try {
            if (source.hasNext()) {
                return progress.read(source.next());
            }
        } catch (Throwable e) {
            progress.sourceFailed(e);
            throw e;
        }
        progress.atEnd();
        return null;
    }

    /** @return whether the requests are to be sent */
    private synchronized boolean isRead(List<Placed> requests, Throwable readFailure) {
        reading = false;
        if (readFailure != null && failure == null) {
            failure = readFailure;
        }
        if (failure != null) {
            requests.forEach(progress::notCreated);
            again.forEach(progress::notCreated);
            again.clear();
            return false;
        }
        if (requests.isEmpty()) {
            return false;
        }
        inFlight++;
        return true;
    }

    private void send(List<Placed> call) {
        CompletableFuture.completedFuture(call.stream().map(Placed::request).toList())
                .thenCompose(sender::send)
                .whenCompleteAsync(
                        (tasks, callFailure) -> {
                            answered(call, tasks, callFailure);
                            sendWhileThereIsRoom();
                        },
                        workers);
    }

    private synchronized void answered(List<Placed> call, List<Task> tasks, Throwable callFailure) {
        inFlight--;
        if (callFailure == null) {
            for (int i = 0; i < call.size(); i++) {
                progress.created(call.get(i), tasks.get(i));
            }
            return;
        }
        PartialCallException partial = PartialCallException.of(callFailure, call.size());
        for (int i = 0; i < call.size(); i++) {
            answered(call.get(i), i, partial);
        }
        if (failure == null) {
            failure = reason(call, partial.getCause());
        }
    }

    /** Why a call failed. Requests that Linkup refused are named by their positions in the batch. */
    private static Throwable reason(List<Placed> call, Throwable cause) {
        return cause instanceof LinkupInvalidRequestException refusal
                ? RefusedRequests.of(refusal, call.size())
                        .inBatch(
                                place -> call.get(place).position() + 1,
                                place -> call.get(place).request().reference())
                : cause;
    }

    private void answered(Placed request, int place, PartialCallException partial) {
        if (partial.isUnrecorded(place)) {
            progress.unrecorded(request, partial.created(place));
        } else if (partial.created(place) != null) {
            progress.created(request, partial.created(place));
        } else if (partial.isUncertain(place)) {
            progress.uncertain(request);
        } else {
            progress.notCreated(request);
        }
    }

    private void readRest() {
        while (progress.sourceFailure() == null && source.hasNext()) {
            Placed left = progress.read(source.next());
            if (left != null) {
                progress.notCreated(left);
            }
        }
    }

    private void finishIfDone() {
        Throwable stoppedBy;
        synchronized (this) {
            boolean isOver = failure != null || again.isEmpty() && progress.isAtEnd();
            if (reading || inFlight > 0 || !isOver || finished) {
                return;
            }
            finished = true;
            again.forEach(progress::notCreated);
            if (failure != null && progress.listsRest()) {
                readRest();
            }
            stoppedBy = failure == null && progress.isComplete() ? null : progress.failure(failure);
        }
        if (stoppedBy == null) {
            result.complete(progress.sentBatch());
        } else {
            result.completeExceptionally(stoppedBy);
        }
    }
}

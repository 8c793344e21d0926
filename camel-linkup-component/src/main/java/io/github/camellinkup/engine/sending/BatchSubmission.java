package io.github.camellinkup.engine.sending;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.exception.LinkupPartialBatchException;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Sends the requests of one batch in calls of a bounded size, a bounded number of them at a time, and reads its source
 * only as far as there is room to send. The source is read by one thread at a time. After the first failure nothing
 * more is read or sent; what is under way is waited for.
 */
final class BatchSubmission {

    private final Iterator<TaskRequest> source;
    private final int batchSize;
    private final int maxConcurrentBatches;
    private final TaskSender sender;
    private final Executor workers;
    private final CompletableFuture<List<Task>> result = new CompletableFuture<>();

    private final List<Call> calls = new ArrayList<>();
    private final List<TaskRequest> readButNotSent = new ArrayList<>();
    private int underWay;
    private boolean reading;
    private boolean atEnd;
    private Throwable failure;

    /** One call of the batch, and what became of its requests. */
    private static final class Call {
        private List<TaskRequest> requests;
        private List<Task> created = List.of();
        private List<TaskRequest> notCreated = List.of();
        private List<TaskRequest> uncertain = List.of();

        private Call(List<TaskRequest> requests) {
            this.requests = requests;
        }
    }

    /**
     * @param sender sends one call
     * @param workers where the source is read after the first calls
     */
    BatchSubmission(
            Iterator<TaskRequest> source,
            int batchSize,
            int maxConcurrentBatches,
            TaskSender sender,
            Executor workers) {
        this.source = source;
        this.batchSize = batchSize;
        this.maxConcurrentBatches = maxConcurrentBatches;
        this.sender = sender;
        this.workers = workers;
    }

    /** Begins on the calling thread, which reads the source for the first calls. */
    CompletionStage<List<Task>> start() {
        sendWhileThereIsRoom();
        return result;
    }

    private void sendWhileThereIsRoom() {
        while (mayRead()) {
            List<TaskRequest> requests = new ArrayList<>(batchSize);
            Throwable readFailure = null;
            try {
                while (requests.size() < batchSize && source.hasNext()) {
                    requests.add(source.next());
                }
            } catch (Throwable e) {
                readFailure = e;
            }
            Call call = read(requests, readFailure);
            if (call != null) {
                send(call);
            }
        }
        finishIfDone();
    }

    private synchronized boolean mayRead() {
        if (reading || atEnd || failure != null || underWay >= maxConcurrentBatches) {
            return false;
        }
        reading = true;
        return true;
    }

    private synchronized Call read(List<TaskRequest> requests, Throwable readFailure) {
        reading = false;
        atEnd = requests.size() < batchSize;
        if (readFailure != null && failure == null) {
            failure = readFailure;
        }
        if (failure != null) {
            readButNotSent.addAll(requests);
            return null;
        }
        if (requests.isEmpty()) {
            return null;
        }
        Call call = new Call(requests);
        calls.add(call);
        underWay++;
        return call;
    }

    private void send(Call call) {
        CompletionStage<List<Task>> sent;
        try {
            sent = sender.send(call.requests);
        } catch (Throwable e) {
            sent = CompletableFuture.failedFuture(e);
        }
        sent.whenCompleteAsync(
                (tasks, callFailure) -> {
                    answered(call, tasks, callFailure);
                    sendWhileThereIsRoom();
                },
                workers);
    }

    private synchronized void answered(Call call, List<Task> tasks, Throwable callFailure) {
        underWay--;
        List<TaskRequest> requests = call.requests;
        call.requests = List.of();
        if (callFailure == null) {
            call.created = tasks;
            return;
        }
        Throwable cause = Failures.cause(callFailure);
        if (cause instanceof LinkupPartialBatchException partial) {
            call.created = partial.getCreated();
            call.notCreated = partial.getNotCreated();
            call.uncertain = partial.getUncertain();
            cause = partial.getCause();
        } else if (cause instanceof LinkupException e && e.isCertainlyNotProcessed()) {
            call.notCreated = requests;
        } else {
            call.uncertain = requests;
        }
        if (failure == null) {
            failure = cause;
        }
    }

    private void finishIfDone() {
        List<Task> created = new ArrayList<>();
        List<TaskRequest> notCreated = new ArrayList<>();
        List<TaskRequest> uncertain = new ArrayList<>();
        Throwable stoppedBy;
        synchronized (this) {
            if (reading || underWay > 0 || !(atEnd || failure != null)) {
                return;
            }
            stoppedBy = failure;
            for (Call call : calls) {
                created.addAll(call.created);
                notCreated.addAll(call.notCreated);
                uncertain.addAll(call.uncertain);
            }
            notCreated.addAll(readButNotSent);
        }
        if (stoppedBy == null) {
            result.complete(created);
        } else if (created.isEmpty() && uncertain.isEmpty()) {
            result.completeExceptionally(stoppedBy);
        } else {
            result.completeExceptionally(new LinkupPartialBatchException(created, notCreated, uncertain, stoppedBy));
        }
    }
}

package io.github.camellinkup.engine.sending;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.exception.LinkupPartialBatchException;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Sends the requests of one batch in calls of a bounded size, a bounded number of them at a time, and reads its source
 * only as far as there is room to send. The source is read by one thread at a time. After the first failure nothing
 * more is read or sent; what is under way is waited for.
 */
final class BatchSubmission {

    private final Iterator<TaskRequest> source;
    private final Consumer<TaskRequest> check;
    private final int batchSize;
    private final int maxConcurrentBatches;
    private final TaskSender sender;
    private final Executor workers;
    private final CompletableFuture<SentBatch> result = new CompletableFuture<>();

    private final CreatedTasks created;
    private final SortedMap<Long, FailedCall> failedCalls = new TreeMap<>();
    private final List<TaskRequest> readButNotSent = new ArrayList<>();
    private long callsMade;
    private int underWay;
    private boolean reading;
    private boolean atEnd;
    private Throwable failure;
    private boolean finished;

    /** One call of the batch, and its place among the others. */
    private record Call(long number, List<TaskRequest> requests) {}

    /** What became of the requests of a call that was not created whole. */
    private record FailedCall(List<Task> unrecorded, List<TaskRequest> notCreated, List<TaskRequest> uncertain) {}

    /**
     * @param check throws if a request cannot be sent; then the others of its call are not sent either
     * @param sender sends one call
     * @param answer what to keep of the created tasks
     * @param workers where the source is read after the first calls
     */
    BatchSubmission(
            Iterator<TaskRequest> source,
            Consumer<TaskRequest> check,
            int batchSize,
            int maxConcurrentBatches,
            TaskSender sender,
            BatchAnswer answer,
            Executor workers) {
        this.source = source;
        this.check = check;
        this.batchSize = batchSize;
        this.maxConcurrentBatches = maxConcurrentBatches;
        this.sender = sender;
        this.created = new CreatedTasks(answer);
        this.workers = workers;
    }

    /** Begins on the calling thread, which reads the source for the first calls. */
    CompletionStage<SentBatch> start() {
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
                // Not one by one: whoever reads what was not created finds the bad request among it.
                requests.forEach(check);
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
        underWay++;
        return new Call(callsMade++, requests);
    }

    private void send(Call call) {
        Stages.of(() -> sender.send(call.requests()))
                .whenCompleteAsync(
                        (tasks, callFailure) -> {
                            answered(call, tasks, callFailure);
                            sendWhileThereIsRoom();
                        },
                        workers);
    }

    private synchronized void answered(Call call, List<Task> tasks, Throwable callFailure) {
        underWay--;
        if (callFailure == null) {
            created.add(call.number(), tasks);
            return;
        }
        List<TaskRequest> requests = call.requests();
        Throwable cause = PartialCallException.byPlace(Failures.cause(callFailure));
        if (cause instanceof PartialCallException partial) {
            created.add(call.number(), partial.created());
            failedCalls.put(
                    call.number(),
                    new FailedCall(
                            partial.unrecorded(), partial.without(requests, false), partial.without(requests, true)));
            cause = partial.getCause();
        } else if (IntentSender.isCertain(cause)) {
            failedCalls.put(call.number(), new FailedCall(List.of(), requests, List.of()));
        } else {
            failedCalls.put(call.number(), new FailedCall(List.of(), List.of(), requests));
        }
        if (failure == null) {
            failure = cause;
        }
    }

    private void finishIfDone() {
        SentBatch sent;
        List<Task> unrecorded = new ArrayList<>();
        List<TaskRequest> notCreated = new ArrayList<>();
        List<TaskRequest> uncertain = new ArrayList<>();
        Throwable stoppedBy;
        synchronized (this) {
            if (reading || underWay > 0 || !(atEnd || failure != null) || finished) {
                return;
            }
            finished = true;
            stoppedBy = failure;
            failedCalls.values().forEach(call -> {
                unrecorded.addAll(call.unrecorded());
                notCreated.addAll(call.notCreated());
                uncertain.addAll(call.uncertain());
            });
            notCreated.addAll(readButNotSent);
            sent = new SentBatch(created.tasks(), created.ids(), created.count());
        }
        if (stoppedBy == null) {
            result.complete(sent);
        } else if (sent.count() == 0 && uncertain.isEmpty()) {
            result.completeExceptionally(stoppedBy);
        } else {
            result.completeExceptionally(new LinkupPartialBatchException(
                    sent.tasks(), sent.ids(), sent.count(), unrecorded, notCreated, uncertain, stoppedBy));
        }
    }
}

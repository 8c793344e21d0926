package io.github.camellinkup.component;

import io.github.camellinkup.client.LinkupClient;
import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.SortDirection;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.exception.LinkupTaskFailedException;
import io.github.camellinkup.engine.receiving.FinishedTaskWalk;
import io.github.camellinkup.engine.receiving.TaskSelection;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.sending.TaskLister;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.support.ScheduledBatchPollingConsumer;

/**
 * Emits one exchange for each finished task. A task counts as taken when its exchange has completed; if the exchange
 * fails, the task is emitted again. While its exchange is under way it is not emitted a second time.
 */
public class LinkupConsumer extends ScheduledBatchPollingConsumer {

    private final ConsumerOptions options;
    private final AnswerBody answerBody;
    private final Set<String> inProgress = ConcurrentHashMap.newKeySet();
    private TaskSelection selection;
    private TaskLister lister;
    private volatile CompletableFuture<List<Task>> reading;

    LinkupConsumer(LinkupEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.options = ConsumerOptions.of(endpoint);
        this.answerBody = new AnswerBody(endpoint.templates().outputClass());
    }

    @Override
    protected void doStart() throws Exception {
        LinkupClient client = getEndpoint().engine().client();
        lister = getEndpoint().getOperation() == LinkupOperations.research ? client::listResearch : client::listTasks;
        if (selection == null) {
            selection = options.selection(getEndpoint());
        }
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        giveUpReading();
        super.doStop();
    }

    /** A shutdown waits for the exchange under way, but not for a page whose tasks would not be emitted any more. */
    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        boolean deferred = super.deferShutdown(task);
        if (task != ShutdownRunningTask.CompleteAllTasks) {
            giveUpReading();
        }
        return deferred;
    }

    private void giveUpReading() {
        CompletableFuture<List<Task>> underWay = reading;
        if (underWay != null) {
            underWay.cancel(true);
        }
    }

    @Override
    protected int poll() throws Exception {
        shutdownRunningTask = null;
        pendingExchanges = 0;
        if (selection.isEmpty()) {
            return 0;
        }
        FinishedTaskWalk walk = new FinishedTaskWalk(lister, firstPage(), selection.oldest());
        int limit = getMaxMessagesPerPoll() > 0 ? getMaxMessagesPerPoll() : Integer.MAX_VALUE;
        int handled = 0;
        boolean complete = true;
        while (walk.hasNext() && handled < limit && isBatchAllowed() && !selection.isEmpty()) {
            List<Task> page;
            try {
                page = read(walk);
            } catch (CancellationException e) {
                // The consumer shuts down: what this page would have brought is still there for the next start.
                return handled;
            }
            Queue<Object> wanted = new ArrayDeque<>();
            int room = limit - handled;
            for (int i = page.size() - 1; i >= 0; i--) {
                Task task = page.get(i);
                if (wanted.size() == room) {
                    complete = false;
                    break;
                }
                if (options.wants(task) && !inProgress.contains(task.id())) {
                    selection.select(task).ifPresent(pending -> wanted.add(new Finished(task, pending)));
                }
            }
            int total = wanted.size();
            int processed = processBatch(wanted);
            complete &= processed == total;
            handled += processed;
        }
        if (complete && !walk.hasNext()) {
            selection.walked(walk);
        }
        return handled;
    }

    private record Finished(Task task, PendingTask pending) {}

    private TaskQuery firstPage() {
        boolean research = getEndpoint().getOperation() == LinkupOperations.research;
        return new TaskQuery(
                1,
                TaskQuery.MAX_PAGE_SIZE,
                SortBy.UPDATED_AT,
                SortDirection.DESC,
                research ? Set.of() : options.statuses(),
                research ? Set.of() : options.types());
    }

    private List<Task> read(FinishedTaskWalk walk) throws Exception {
        CompletableFuture<List<Task>> page = walk.next().toCompletableFuture();
        reading = page;
        try {
            return page.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            reading = null;
        }
    }

    @Override
    public int processBatch(Queue<Object> finished) throws Exception {
        int total = finished.size();
        int handled = 0;
        while (handled < total && isBatchAllowed()) {
            Finished next = (Finished) finished.poll();
            pendingExchanges = total - handled - 1;
            if (inProgress.add(next.task().id())) {
                handle(next, handled, total);
            }
            handled++;
        }
        return handled;
    }

    private void handle(Finished finished, int index, int total) {
        Task task = finished.task();
        if (task.status() == TaskStatus.FAILED || task.error() != null || task.output() == null) {
            switch (options.failedTasks()) {
                case skip -> {
                    new TaskCompletion(selection, inProgress, task).onComplete(null);
                    return;
                }
                case error -> {
                    raise(finished);
                    return;
                }
                case emit -> {
                    // It goes the way of the others.
                }
            }
        }
        emit(finished, index, total);
    }

    /** The error handling gets the exchange with its headers, which tell whose task failed. */
    private void raise(Finished finished) {
        LinkupTaskFailedException failure = new LinkupTaskFailedException(finished.task());
        TaskCompletion completion = new TaskCompletion(selection, inProgress, finished.task());
        Exchange exchange = createExchange(false);
        try {
            fillHeaders(exchange, finished);
            exchange.setException(failure);
            getExceptionHandler().handleException("Task failed", exchange, failure);
        } catch (RuntimeException e) {
            completion.onFailure(exchange);
            throw e;
        } finally {
            releaseExchange(exchange, false);
        }
        completion.onComplete(exchange);
    }

    private void emit(Finished finished, int index, int total) {
        Exchange exchange = createExchange(false);
        exchange.getExchangeExtension().addOnCompletion(new TaskCompletion(selection, inProgress, finished.task()));
        exchange.setProperty(ExchangePropertyKey.BATCH_INDEX, index);
        exchange.setProperty(ExchangePropertyKey.BATCH_SIZE, total);
        exchange.setProperty(ExchangePropertyKey.BATCH_COMPLETE, index == total - 1);
        try {
            fill(exchange, finished);
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        if (exchange.getException() != null) {
            tellIfTheRouteCannot(exchange);
            getExceptionHandler().handleException("Error processing exchange", exchange, exchange.getException());
        }
        releaseExchange(exchange, false);
    }

    /** An exchange that never got into the route still has its completion, which nobody else will tell of its end. */
    private static void tellIfTheRouteCannot(Exchange exchange) {
        List<Synchronization> untold = exchange.getExchangeExtension().handoverCompletions();
        if (untold != null) {
            untold.forEach(completion -> completion.onFailure(exchange));
        }
    }

    private static void fillHeaders(Exchange exchange, Finished finished) {
        finished.pending().headers().forEach(exchange.getMessage()::setHeader);
        TaskHeaders.set(
                exchange.getMessage(), finished.task(), finished.pending().reference());
    }

    private void fill(Exchange exchange, Finished finished) {
        fillHeaders(exchange, finished);
        Optional.ofNullable(finished.task().answer()).ifPresent(answer -> answerBody.set(exchange, answer, null));
    }

    @Override
    public LinkupEndpoint getEndpoint() {
        return (LinkupEndpoint) super.getEndpoint();
    }
}

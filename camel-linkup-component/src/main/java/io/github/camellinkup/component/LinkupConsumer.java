package io.github.camellinkup.component;

import io.github.camellinkup.client.LinkupClient;
import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.SortDirection;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.engine.FinishedTaskWalk;
import io.github.camellinkup.engine.LinkupTaskFailedException;
import io.github.camellinkup.engine.PendingTask;
import io.github.camellinkup.engine.TaskLister;
import io.github.camellinkup.engine.TaskSelection;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Processor;
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
        CompletableFuture<List<Task>> underWay = reading;
        if (underWay != null) {
            underWay.cancel(true);
        }
        super.doStop();
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
        while (walk.hasNext() && handled < limit && isBatchAllowed() && !selection.isEmpty()) {
            List<Task> page = read(walk);
            Queue<Object> wanted = new ArrayDeque<>();
            int room = limit - handled;
            for (int i = page.size() - 1; i >= 0 && wanted.size() < room; i--) {
                Task task = page.get(i);
                if (options.wants(task) && !inProgress.contains(task.id())) {
                    selection.select(task).ifPresent(pending -> wanted.add(new Finished(task, pending)));
                }
            }
            handled += processBatch(wanted);
        }
        if (!walk.hasNext()) {
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
        if (task.error() != null || task.output() == null) {
            switch (options.failedTasks()) {
                case skip -> {
                    new TaskCompletion(selection, inProgress, task).onComplete(null);
                    return;
                }
                case error -> {
                    new TaskCompletion(selection, inProgress, task).onComplete(null);
                    getExceptionHandler().handleException(new LinkupTaskFailedException(task));
                    return;
                }
                case emit -> {
                    // It goes the way of the others.
                }
            }
        }
        emit(finished, index, total);
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
            getExceptionHandler().handleException("Error processing exchange", exchange, exchange.getException());
        }
        releaseExchange(exchange, false);
    }

    private void fill(Exchange exchange, Finished finished) {
        finished.pending().headers().forEach(exchange.getMessage()::setHeader);
        TaskHeaders.set(
                exchange.getMessage(), finished.task(), finished.pending().reference());
        Optional.ofNullable(finished.task().answer()).ifPresent(answer -> answerBody.set(exchange, answer, null));
    }

    @Override
    public LinkupEndpoint getEndpoint() {
        return (LinkupEndpoint) super.getEndpoint();
    }
}

package io.github.camellinkup.engine.submit;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.outbox.CountedSender;
import io.github.camellinkup.engine.outbox.PartialCallException;
import io.github.camellinkup.engine.outbox.TaskSender;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.spend.Counted;
import io.github.camellinkup.engine.spend.Receipt;
import io.github.camellinkup.engine.spend.SpendLimiter;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Counts the requests of a call at list price, and sends what the limit for the day has room for. Takes off again what was
 * certainly not created. Thread-safe.
 */
final class SpendLimitSender implements TaskSender {

    private final CountedSender sender;
    private final SpendLimiter spend;

    SpendLimitSender(CountedSender sender, SpendLimiter spend) {
        this.sender = sender;
        this.spend = spend;
    }

    @Override
    public CompletionStage<List<Task>> send(List<TaskRequest> requests) {
        Counted counted = spend.count(requests.stream().map(TaskRequest::input).toList());
        List<Receipt> receipts = counted.receipts();
        if (receipts.isEmpty()) {
            return CompletableFuture.failedFuture(counted.refusal());
        }
        CompletionStage<List<Task>> sent = CompletableFuture.completedFuture(requests.subList(0, receipts.size()))
                .thenCompose(affordable -> sender.send(affordable, receipts))
                .whenComplete((tasks, failure) -> {
                    if (failure != null) {
                        giveBack(receipts, failure);
                    }
                });
        return counted.refusal() == null
                ? sent
                : sent.handle((tasks, failure) -> {
                    throw partial(requests.size(), receipts.size(), tasks, failure, counted.refusal());
                });
    }

    private void giveBack(List<Receipt> receipts, Throwable failure) {
        PartialCallException partial = PartialCallException.of(failure, receipts.size());
        for (int i = 0; i < receipts.size(); i++) {
            if (partial.created(i) == null && !partial.isUncertain(i)) {
                spend.giveBack(receipts.get(i));
            }
        }
    }

    /** The requests that were not affordable are certainly not created. */
    private static PartialCallException partial(
            int size, int sent, List<Task> tasks, Throwable failure, LinkupException exceeded) {
        Task[] created = new Task[size];
        BitSet unrecorded = new BitSet();
        BitSet uncertain = new BitSet();
        if (failure == null) {
            return new PartialCallException(tasks.toArray(created), unrecorded, uncertain, exceeded);
        }
        PartialCallException partial = PartialCallException.of(failure, sent);
        for (int i = 0; i < sent; i++) {
            created[i] = partial.created(i);
            unrecorded.set(i, partial.isUnrecorded(i));
            uncertain.set(i, partial.isUncertain(i));
        }
        return new PartialCallException(created, unrecorded, uncertain, partial.getCause());
    }
}

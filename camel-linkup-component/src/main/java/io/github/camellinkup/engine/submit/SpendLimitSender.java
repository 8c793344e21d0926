package io.github.camellinkup.engine.submit;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.outbox.PartialCallException;
import io.github.camellinkup.engine.outbox.TaskSender;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.spend.SpendLimiter;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sends of each call what the limit for the day has room for. Thread-safe. */
final class SpendLimitSender implements TaskSender {

    private final TaskSender sender;
    private final SpendLimiter spend;

    SpendLimitSender(TaskSender sender, SpendLimiter spend) {
        this.sender = sender;
        this.spend = spend;
    }

    @Override
    public CompletionStage<List<Task>> send(List<TaskRequest> requests) {
        Instant spentAt = spend.now();
        int count = spend.spend(requests.stream().map(TaskRequest::input).toList());
        if (count == 0) {
            return CompletableFuture.failedFuture(spend.exceeded(requests.get(0).input()));
        }
        List<TaskRequest> affordable = requests.subList(0, count);
        CompletionStage<List<Task>> sent = CompletableFuture.completedFuture(affordable)
                .thenCompose(sender::send)
                .whenComplete((tasks, failure) -> {
                    if (failure != null) {
                        giveBack(affordable, failure, spentAt);
                    }
                });
        if (count == requests.size()) {
            return sent;
        }
        LinkupException exceeded = spend.exceeded(requests.get(count).input());
        return sent.handle((tasks, failure) -> {
            throw partial(requests.size(), count, tasks, failure, exceeded);
        });
    }

    private void giveBack(List<TaskRequest> sent, Throwable failure, Instant spentAt) {
        PartialCallException partial = PartialCallException.of(failure, sent.size());
        for (int i = 0; i < sent.size(); i++) {
            if (partial.created(i) == null && !partial.isUncertain(i)) {
                spend.notCreated(sent.get(i).input(), spentAt);
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

package io.github.camellinkup.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.Task;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes everything at once, and makes sure that it is called once at a time. */
class PageTaker implements TaskSink {

    static final CompletionStage<Void> TAKEN = CompletableFuture.completedFuture(null);

    /** How many tasks came together. */
    final List<Integer> groups = new CopyOnWriteArrayList<>();

    final List<Task> tasks = new CopyOnWriteArrayList<>();
    private final AtomicInteger within = new AtomicInteger();

    @Override
    public CompletionStage<Void> take(List<Task> group) {
        if (within.getAndIncrement() > 0) {
            throw new AssertionError("Called while it was called");
        }
        assertThat(group).hasSizeBetween(1, 100);
        groups.add(group.size());
        tasks.addAll(group);
        within.decrementAndGet();
        return TAKEN;
    }
}

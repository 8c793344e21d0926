package io.github.camellinkup.component;

import io.github.camellinkup.engine.receiving.FinishedTask;
import io.github.camellinkup.engine.receiving.ResultSink;
import io.github.camellinkup.engine.receiving.TaskSelection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Hands results over from where they are read to the thread that polls. While that thread has not come back for more,
 * no more is read. What nobody comes for any more goes back to the selection. For one thread that polls and one that
 * reads.
 */
final class ResultHandover implements ResultSink, AutoCloseable {

    /** Results that were read, or that there are no more. */
    private record Delivery(List<FinishedTask> tasks, CompletableFuture<Boolean> answer) {}

    private final TaskSelection selection;
    private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
    private boolean ended;
    private CompletableFuture<Boolean> answer;

    ResultHandover(TaskSelection selection) {
        this.selection = selection;
    }

    @Override
    public CompletionStage<Boolean> take(List<FinishedTask> tasks) {
        CompletableFuture<Boolean> taken = new CompletableFuture<>();
        if (!deliver(new Delivery(tasks, taken))) {
            giveBack(tasks, taken);
        }
        return taken;
    }

    private synchronized boolean deliver(Delivery delivery) {
        return !ended && deliveries.add(delivery);
    }

    /** There are no more results. */
    synchronized void end() {
        if (!ended) {
            ended = true;
            deliveries.add(new Delivery(List.of(), null));
        }
    }

    /** Waits for results; empty if there are no more. */
    List<FinishedTask> next() throws InterruptedException {
        Delivery next = deliveries.take();
        answer = next.answer();
        return next.tasks();
    }

    /** @param goOn whether more are wanted */
    void done(boolean goOn) {
        answer.complete(goOn);
    }

    /** Nobody comes for results any more. */
    @Override
    public void close() {
        List<Delivery> left = new ArrayList<>();
        synchronized (this) {
            ended = true;
            deliveries.drainTo(left);
        }
        if (answer != null) {
            answer.complete(false);
        }
        left.stream()
                .filter(delivery -> delivery.answer() != null)
                .forEach(each -> giveBack(each.tasks(), each.answer()));
    }

    private void giveBack(List<FinishedTask> tasks, CompletableFuture<Boolean> taken) {
        tasks.forEach(selection::returned);
        taken.complete(false);
    }
}

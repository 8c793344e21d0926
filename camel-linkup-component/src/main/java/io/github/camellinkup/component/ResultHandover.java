package io.github.camellinkup.component;

import io.github.camellinkup.engine.receiving.FinishedTask;
import io.github.camellinkup.engine.receiving.ResultSink;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Hands results over from where they are read to the thread that polls. While that thread has not come back for more,
 * no more is read.
 */
final class ResultHandover implements ResultSink {

    /** Results that were read, or that there are no more. */
    private record Delivery(List<FinishedTask> tasks, CompletableFuture<Boolean> answer) {}

    private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
    private CompletableFuture<Boolean> answer;

    @Override
    public CompletionStage<Boolean> take(List<FinishedTask> tasks) {
        CompletableFuture<Boolean> taken = new CompletableFuture<>();
        deliveries.add(new Delivery(tasks, taken));
        return taken;
    }

    /** There are no more results. */
    void end() {
        deliveries.add(new Delivery(List.of(), null));
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
}

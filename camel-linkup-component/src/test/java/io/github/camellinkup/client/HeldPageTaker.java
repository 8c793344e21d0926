package io.github.camellinkup.client;

import static org.awaitility.Awaitility.await;

import io.github.camellinkup.client.model.Task;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Is busy with the first group until it is released or fails. */
final class HeldPageTaker extends PageTaker {

    private final CompletableFuture<Void> held = new CompletableFuture<>();

    @Override
    public CompletionStage<Void> take(List<Task> group) {
        super.take(group);
        return held;
    }

    void awaitGroups(int number) {
        await().until(() -> groups.size() >= number);
    }

    void release() {
        held.complete(null);
    }

    void fail(Throwable cause) {
        held.completeExceptionally(cause);
    }
}

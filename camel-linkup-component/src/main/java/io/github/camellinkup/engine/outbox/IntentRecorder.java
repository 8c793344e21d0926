package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.engine.pace.EngineTimer;
import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * Records the end of entries. A repository that fails is tried again for as long as the engine runs, because ids of tasks
 * must not be lost; whoever waits for it waits no longer than a limit. Blocks, so it is called on a worker.
 */
final class IntentRecorder {

    private final TaskRepository repository;
    private final IntentBook book;
    private final EngineTimer timer;

    IntentRecorder(TaskRepository repository, IntentBook book, EngineTimer timer) {
        this.repository = repository;
        this.book = book;
        this.timer = timer;
    }

    /**
     * The tasks of an entry were created.
     *
     * @param limit how long the returned stage waits at the most
     * @param late what it fails with then, made of the reason
     */
    CompletionStage<Void> created(
            String entryId, List<PendingTask> tasks, Duration limit, Function<Throwable, Throwable> late) {
        return record(entryId, () -> repository.created(entryId, tasks), limit, late);
    }

    /** Nothing of an entry was created; otherwise as {@link #created}. */
    CompletionStage<Void> discarded(OutboxEntry entry, Duration limit, Function<Throwable, Throwable> late) {
        return record(entry.id(), () -> repository.discard(entry), limit, late);
    }

    private CompletionStage<Void> record(
            String entryId, Runnable write, Duration limit, Function<Throwable, Throwable> late) {
        Throwable[] lastFailure = new Throwable[1];
        CompletableFuture<Void> told = new CompletableFuture<>();
        book.store(() -> tryTo(write, lastFailure)).whenComplete((done, failure) -> {
            if (failure == null) {
                book.forget(entryId);
                told.complete(null);
            } else {
                told.completeExceptionally(late.apply(failure));
            }
        });
        if (!told.isDone()) {
            try {
                timer.schedule(() -> told.completeExceptionally(late.apply(lastFailure[0])), limit);
            } catch (RejectedExecutionException e) {
                told.completeExceptionally(late.apply(lastFailure[0]));
            }
        }
        return told;
    }

    private static void tryTo(Runnable write, Throwable[] lastFailure) {
        try {
            write.run();
        } catch (RuntimeException | Error e) {
            lastFailure[0] = e;
            throw e;
        }
    }
}

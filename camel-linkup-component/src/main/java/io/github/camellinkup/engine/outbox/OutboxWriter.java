package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.engine.EngineTimer;
import io.github.camellinkup.engine.GrowingWait;
import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Writes down entries, and how they end. The end of an entry is written again and again until that succeeds, as long as
 * the engine runs, because ids of tasks must not be lost. Thread-safe. Blocks, so it is called on a worker.
 */
final class OutboxWriter {

    private final TaskRepository repository;
    private final Leases leases;
    private final EngineTimer timer;
    private volatile boolean closed;

    OutboxWriter(TaskRepository repository, Leases leases, EngineTimer timer) {
        this.repository = repository;
        this.leases = leases;
        this.timer = timer;
    }

    /**
     * Writes down what is about to be sent.
     *
     * @throws LinkupUnknownException if that fails; then nothing may be sent
     */
    OutboxEntry open(boolean research, List<TaskRequest> requests) {
        OutboxEntry entry = new OutboxEntry(
                UUID.randomUUID().toString(), leases.node(), leases.now(), leases.fromNow(), research, requests);
        leases.keep(entry.id(), Leases.NONE);
        try {
            repository.open(entry);
        } catch (RuntimeException | Error e) {
            // It may be written all the same, and would be sent after a restart although its sender was told no.
            new Write<>(entry.id(), () -> repository.discard(entry), done -> {}, failure -> {}).run();
            throw new LinkupUnknownException(
                    "Nothing was sent, because the task repository could not record it: " + e.getMessage(),
                    ErrorAnswer.NONE,
                    true,
                    true,
                    e);
        }
        leases.keep(entry.id(), entry.leasedUntil());
        return entry;
    }

    /**
     * The open requests of a call were created.
     *
     * @param late gets the failure if it is not written within the time that the sender waits
     */
    void created(OutboxCall call, List<PendingTask> tasks, Runnable written, Consumer<Throwable> late) {
        Supplier<Void> step = () -> {
            repository.created(call.id(), tasks);
            return null;
        };
        new Write<>(call.id(), step, done -> written.run(), late)
                .within(call.options().timeout());
    }

    /**
     * The open requests of a call were certainly not created.
     *
     * @param written gets whether the entry is discarded; if not, another node has taken it
     */
    void discard(OutboxCall call, Consumer<Boolean> written, Consumer<Throwable> late) {
        OutboxEntry entry = call.entry();
        new Write<>(entry.id(), () -> repository.discard(entry), written, late)
                .within(call.options().timeout());
    }

    /** Gives up an entry, unless another node answers for it by then. */
    void giveUp(String entryId, boolean notCreated) {
        // Read anew: an earlier step may have changed it although its write seemed to fail.
        Supplier<Boolean> step = () -> repository.openEntries().stream()
                .filter(entry -> entry.id().equals(entryId) && entry.node().equals(leases.node()))
                .allMatch(entry -> repository.giveUpEntry(entry, notCreated));
        new Write<>(entryId, step, done -> {}, failure -> {}).run();
    }

    /** A step that is written until it succeeds. */
    private final class Write<T> {

        private final String entryId;
        private final Supplier<T> step;
        private final Consumer<T> written;
        private final Consumer<Throwable> late;
        private final GrowingWait wait = new GrowingWait(Duration.ofSeconds(1), Duration.ofSeconds(30));
        private volatile Throwable failure;

        Write(String entryId, Supplier<T> step, Consumer<T> written, Consumer<Throwable> late) {
            this.entryId = entryId;
            this.step = step;
            this.written = written;
            this.late = late;
        }

        void within(Duration limit) {
            run();
            if (failure != null) {
                schedule(() -> late.accept(failure), limit);
            }
        }

        void run() {
            T answer;
            try {
                answer = step.get();
            } catch (RuntimeException | Error e) {
                // An Error too, as of a driver whose classes cannot be loaded: nothing else would write it any more.
                failure = e;
                schedule(() -> timer.workers().execute(this::run), wait.next());
                return;
            }
            leases.forget(entryId);
            written.accept(answer);
        }

        private void schedule(Runnable work, Duration delay) {
            try {
                if (!closed) {
                    timer.schedule(work, delay);
                    return;
                }
            } catch (RejectedExecutionException e) {
                // The engine is closed.
            }
            late.accept(failure);
        }
    }

    /** What could not be written is tried once more when the timer is closed. */
    void close() {
        closed = true;
    }
}

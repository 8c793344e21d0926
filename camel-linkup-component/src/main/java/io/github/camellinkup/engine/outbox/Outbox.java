package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.engine.pace.EngineTimer;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.statistics.TaskStatistics;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Everything that one engine sends: each task once, whatever becomes of the call. Thread-safe; the repository is called
 * on the workers, and nothing else blocks.
 */
public final class Outbox implements AutoCloseable {

    private final TaskCalls calls;
    private final IntentBook book;
    private final IntentRecorder recorder;
    private final Settler settler;
    private final TaskStatistics statistics;
    private final Executor workers;

    /**
     * @param nodeId who answers for what is sent; no two engines that share a repository have the same at a time
     * @param clock the time that is written into the repository, and compared with Linkup's
     * @param nanoTime a clock that only goes forward, in nanoseconds
     * @param adoptionListener hears when the oldest of the tasks that were just adopted was created, by Linkup's clock:
     *     they may have finished long before anybody knew of them
     */
    public Outbox(
            TaskCalls calls,
            TaskRepository repository,
            String nodeId,
            Clock clock,
            LongSupplier nanoTime,
            TaskStatistics statistics,
            EngineTimer timer,
            Executor workers,
            Consumer<Instant> adoptionListener) {
        this.calls = calls;
        this.book = new IntentBook(repository, nodeId, clock, nanoTime, timer, workers);
        this.recorder = new IntentRecorder(repository, book, timer);
        this.settler =
                new Settler(calls, repository, book, recorder, statistics, timer, workers, nanoTime, adoptionListener);
        this.statistics = statistics;
        this.workers = workers;
    }

    /**
     * What sends requests in one call.
     *
     * @param research whether it is done by the API's own call for research, which creates one task
     */
    public TaskSender sender(boolean research, SettleOptions options) {
        return new IntentSender(research, calls, book, recorder, settler, statistics, options, workers);
    }

    /** Settles what was left open before: by this node at once, by others when their lease has run out. */
    public void settleLeftovers(SettleOptions options) {
        settler.settleLeftovers(options);
    }

    /** Ends the waiting. What is not settled stays open in the repository. Close the timer afterwards. */
    @Override
    public void close() {
        book.close();
        settler.close();
    }
}

package io.github.camellinkup.engine.results;

import io.github.camellinkup.engine.EngineTimer;
import io.github.camellinkup.engine.GrowingWait;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records in repositories how the exchanges of results ended. If a repository cannot be written, it tries again, with
 * growing waits, for as long as the engine runs. No thread waits. Thread-safe.
 */
final class CompletionRecorder implements AutoCloseable {

    /** While so many wait, no more results are given to routes: all of them come again if the process dies. */
    static final int MOST = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(CompletionRecorder.class);

    /** The longest that a stop waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A stop ends trying after so many failures in a row. */
    private static final int FAILURES_AT_STOP = 3;

    /** So many ids are logged. */
    private static final int NAMED = 10;

    /** @param write records it; can be run again if it fails */
    private record Completion(String taskId, Runnable write) {}

    private final EngineTimer timer;
    private final Executor workers;
    private final Deque<Completion> waiting = new ArrayDeque<>();

    /** Held while a waiting completion is written, so that a stop does not write it at the same time. */
    private final ReentrantLock writing = new ReentrantLock();

    private final GrowingWait wait = new GrowingWait(Duration.ofMillis(100), Duration.ofSeconds(30));
    private boolean scheduled;
    private boolean closed;

    /** @param workers run the further tries */
    CompletionRecorder(EngineTimer timer, Executor workers) {
        this.timer = timer;
        this.workers = workers;
    }

    /**
     * Records how the exchange with the result of a task ended. The first try is made on the calling thread, unless other
     * completions wait already. Does not fail.
     *
     * @param write records it; can be run again if it fails. Must not hold the result, because many may wait
     */
    void record(String taskId, Runnable write) {
        Completion completion = new Completion(taskId, write);
        if (waitsBehindOthers(completion)) {
            return;
        }
        try {
            write.run();
        } catch (RuntimeException | Error e) {
            // Also an Error, such as that of a driver whose classes cannot be loaded.
            failed(completion, e);
        }
    }

    /** Whether too many completions wait to give more results to routes. */
    synchronized boolean isFull() {
        return waiting.size() >= MOST;
    }

    private synchronized boolean waitsBehindOthers(Completion completion) {
        return !closed && !waiting.isEmpty() && waiting.add(completion);
    }

    private void failed(Completion completion, Throwable failure) {
        synchronized (this) {
            if (!closed) {
                waiting.addLast(completion);
                if (!scheduled) {
                    LOG.warn(
                            "The task repository could not record how the exchange with the result of Linkup task {} has"
                                    + " ended: {}. This is tried again, and the result is not emitted again meanwhile",
                            completion.taskId(),
                            failure.toString());
                    schedule();
                }
                return;
            }
        }
        warnOfLost(List.of(completion), failure);
    }

    private synchronized void schedule() {
        try {
            scheduled = true;
            timer.schedule(() -> workers.execute(this::tryAgain), wait.next());
        } catch (RejectedExecutionException e) {
            // The engine stops. It closes this next, which tries once more.
            scheduled = false;
        }
    }

    private void tryAgain() {
        for (Completion next = next(); next != null; next = next()) {
            writing.lock();
            try {
                if (isClosed()) {
                    return;
                }
                next.write().run();
                written(next);
            } catch (RuntimeException | Error e) {
                putLast(next);
                schedule();
                return;
            } finally {
                writing.unlock();
            }
        }
    }

    /** The next one; null if none is left. */
    private synchronized Completion next() {
        if (waiting.isEmpty()) {
            scheduled = false;
            wait.reset();
            LOG.info("The ends of all exchanges with results are recorded now");
        }
        return waiting.peekFirst();
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void written(Completion completion) {
        waiting.remove(completion);
        wait.reset();
    }

    /** A completion that cannot be recorded must not block the others. */
    private synchronized void putLast(Completion completion) {
        waiting.remove(completion);
        waiting.addLast(completion);
    }

    /** Tries once more to record the waiting completions, and logs which results may come again. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            if (waiting.isEmpty()) {
                return;
            }
        }
        Throwable[] failure = new Throwable[1];
        try {
            CompletableFuture.runAsync(() -> tryOnceMore(failure), workers)
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            failure[0] = e;
        } catch (InterruptedException e) {
            failure[0] = e;
            Thread.currentThread().interrupt();
        }
        List<Completion> left = left();
        if (!left.isEmpty()) {
            warnOfLost(left, failure[0]);
        }
    }

    private void tryOnceMore(Throwable[] lastFailure) {
        writing.lock();
        try {
            int failures = 0;
            for (Completion each : left()) {
                try {
                    each.write().run();
                    written(each);
                    failures = 0;
                } catch (RuntimeException | Error e) {
                    lastFailure[0] = e;
                    failures++;
                    if (failures == FAILURES_AT_STOP) {
                        return;
                    }
                }
            }
        } finally {
            writing.unlock();
        }
    }

    private synchronized List<Completion> left() {
        return List.copyOf(waiting);
    }

    private static void warnOfLost(List<Completion> lost, Throwable failure) {
        LOG.warn(
                "{} results that were processed may be emitted again after a restart, because the task repository could not"
                        + " record the end of their exchanges: {}. They are the results of the Linkup tasks {}{}",
                lost.size(),
                String.valueOf(failure),
                lost.stream().limit(NAMED).map(Completion::taskId).collect(Collectors.joining(", ")),
                lost.size() > NAMED ? " and " + (lost.size() - NAMED) + " more" : "");
    }
}

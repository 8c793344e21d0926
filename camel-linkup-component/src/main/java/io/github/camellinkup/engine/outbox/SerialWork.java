package io.github.camellinkup.engine.outbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs work on the workers, one piece at a time and in order. Thread-safe. */
final class SerialWork {

    private static final Logger LOG = LoggerFactory.getLogger(SerialWork.class);

    private final Executor workers;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    SerialWork(Executor workers) {
        this.workers = workers;
    }

    void run(Runnable work) {
        synchronized (this) {
            waiting.add(work);
            if (running) {
                return;
            }
            running = true;
        }
        workers.execute(this::runAll);
    }

    private void runAll() {
        for (Runnable work = next(); work != null; work = next()) {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                LOG.error("Calls whose answer never came could not be looked after", e);
            }
        }
    }

    private synchronized Runnable next() {
        running = !waiting.isEmpty();
        return waiting.poll();
    }
}

package io.github.camellinkup.benchmarks;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Keeps a number of searches in flight: the calling thread starts the next as soon as one has ended. A searcher that
 * holds its thread gets as many threads as searches may be in flight; with one in flight, the calling thread.
 */
final class Driver implements AutoCloseable {

    private final Searcher searcher;
    private final int inFlight;
    private final Consumer<Object> answers;
    private final Semaphore free;
    private final ExecutorService threads;
    private final BiConsumer<Object, Throwable> done = this::done;
    private volatile Throwable failure;

    /** @param answers takes every answer, on any thread */
    Driver(Searcher searcher, int inFlight, Consumer<Object> answers) {
        this.searcher = searcher;
        this.inFlight = inFlight;
        this.answers = answers;
        this.free = new Semaphore(inFlight);
        this.threads = searcher.isBlocking() && inFlight > 1 ? Executors.newFixedThreadPool(inFlight) : null;
    }

    /** Makes so many searches and returns when all have ended; throws if any has failed. */
    void run(int calls) throws InterruptedException {
        for (int i = 0; i < calls; i++) {
            free.acquire();
            String question = "What were the quarterly results of company " + i + "?";
            if (threads == null) {
                searcher.search(question, done);
            } else {
                threads.execute(() -> searcher.search(question, done));
            }
        }
        free.acquire(inFlight);
        free.release(inFlight);
        if (failure != null) {
            throw new IllegalStateException("A search failed", failure);
        }
    }

    private void done(Object answer, Throwable cause) {
        if (cause != null) {
            failure = cause;
        } else {
            answers.accept(answer);
        }
        free.release();
    }

    @Override
    public void close() throws IOException {
        if (threads != null) {
            threads.shutdownNow();
        }
        searcher.close();
    }
}

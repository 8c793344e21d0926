package io.github.camellinkup.benchmarks;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;

/** Another searcher whose callers go on on threads of their own, so that they may block without holding up other calls. */
final class HandOverSearcher implements Searcher {

    private final Searcher searcher;
    private final ExecutorService workers;

    HandOverSearcher(Searcher searcher, int threads) {
        this.searcher = searcher;
        this.workers = Executors.newFixedThreadPool(threads);
    }

    @Override
    public void search(String question, BiConsumer<Object, Throwable> done) {
        searcher.search(question, (answer, failure) -> workers.execute(() -> done.accept(answer, failure)));
    }

    @Override
    public void close() throws IOException {
        searcher.close();
        workers.shutdownNow();
    }
}

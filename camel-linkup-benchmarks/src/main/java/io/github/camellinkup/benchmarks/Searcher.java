package io.github.camellinkup.benchmarks;

import java.io.IOException;
import java.util.function.BiConsumer;

/** One way to search. */
interface Searcher extends AutoCloseable {

    /**
     * Asks.
     *
     * @param done gets the parsed answer or the failure, once, on any thread, possibly before this returns
     */
    void search(String question, BiConsumer<Object, Throwable> done);

    /** Whether {@link #search} holds its thread until the answer has come. */
    default boolean isBlocking() {
        return false;
    }

    @Override
    void close() throws IOException;
}

package io.github.camellinkup.client;

import java.io.IOException;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;

/**
 * Takes an answer as a whole.
 *
 * @param <T> the answer
 */
final class WholeAnswer<T> implements Reception<T> {

    /** Makes an answer of the body of a success. */
    @FunctionalInterface
    interface Reader<T> {
        T read(byte[] body) throws IOException;
    }

    private final AnswerLimits limits;
    private final AnswerCollector collector;
    private final Reader<T> reader;

    /** @param isPage whether the answer is a page of tasks, of which the beginning is of use if it is too large */
    WholeAnswer(AnswerLimits limits, boolean isPage, Reader<T> reader) {
        this.limits = limits;
        this.collector = new AnswerCollector(limits.maxBytes(), isPage);
        this.reader = reader;
    }

    @Override
    public AsyncResponseConsumer<HttpAnswer> consumer() {
        return collector;
    }

    @Override
    public AnswerLimits limits() {
        return limits;
    }

    @Override
    public boolean isStreamed() {
        return false;
    }

    @Override
    public long nanosLeft() {
        return 0;
    }

    @Override
    public T read(HttpAnswer answer) throws IOException {
        return reader.read(Utf8.repaired(answer.body()));
    }

    @Override
    public boolean hasHandedOn() {
        return false;
    }

    @Override
    public void stop() {
        // The HTTP client releases the collector.
    }
}

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

    private final AnswerCollector collector;
    private final Reader<T> reader;

    /** @param limit the largest body taken, in bytes */
    WholeAnswer(long limit, Reader<T> reader) {
        this.collector = new AnswerCollector(limit);
        this.reader = reader;
    }

    @Override
    public AsyncResponseConsumer<HttpAnswer> consumer() {
        return collector;
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
        return reader.read(answer.body());
    }

    @Override
    public boolean hasHandedOn() {
        return false;
    }

    @Override
    public void stop() {
        // The HTTP client releases the collector when the call ends.
    }
}

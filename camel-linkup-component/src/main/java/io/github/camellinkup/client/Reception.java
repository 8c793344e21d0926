package io.github.camellinkup.client;

import java.io.IOException;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;

/**
 * How one try of a call takes its answer. For one try.
 *
 * @param <T> the answer
 */
interface Reception<T> {

    /** Reads what comes over HTTP. */
    AsyncResponseConsumer<HttpAnswer> consumer();

    /** How large the answer may be and how long it may take. */
    AnswerLimits limits();

    /** Whether the answer is taken piece by piece, with pauses that are no fault of the connection. */
    boolean isStreamed();

    /** How much longer the try may go on, asked when its time is up. Zero or less ends it. */
    long nanosLeft();

    /** Makes an answer of what the consumer took to be a success. */
    T read(HttpAnswer answer) throws IOException;

    /** Whether some of the answer has been handed on, so that there must be no other try. */
    boolean hasHandedOn();

    /** The try has ended, well or not: nothing is handed on from now on. */
    void stop();
}

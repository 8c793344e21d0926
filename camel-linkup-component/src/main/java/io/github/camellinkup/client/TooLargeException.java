package io.github.camellinkup.client;

import org.apache.hc.core5.http.HttpStreamResetException;

/** An answer is larger than is taken. Of a kind that on HTTP/2 ends its own stream and not the connection. */
final class TooLargeException extends HttpStreamResetException {

    private final long limit;
    private final long size;

    /** @param size how large the answer is at the least */
    TooLargeException(long limit, long size) {
        super("The answer is larger than " + limit + " bytes");
        this.limit = limit;
        this.size = size;
    }

    long limit() {
        return limit;
    }

    long size() {
        return size;
    }
}

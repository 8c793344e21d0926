package io.github.camellinkup.client;

import java.io.IOException;

/** An answer is larger than is taken. */
final class TooLargeException extends IOException {

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

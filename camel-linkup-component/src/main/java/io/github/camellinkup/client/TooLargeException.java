package io.github.camellinkup.client;

import java.io.IOException;

/** An answer is larger than is taken. */
final class TooLargeException extends IOException {

    private final long limit;
    private final long size;
    private final transient byte[] beginning;

    /**
     * @param size how large the answer is at the least
     * @param beginning what came of the answer first, empty if that is of no use
     */
    TooLargeException(long limit, long size, byte[] beginning) {
        super("The answer is larger than " + limit + " bytes");
        this.limit = limit;
        this.size = size;
        this.beginning = beginning;
    }

    long limit() {
        return limit;
    }

    long size() {
        return size;
    }

    byte[] beginning() {
        return beginning;
    }
}

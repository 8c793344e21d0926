package io.github.camellinkup.client.model;

import java.io.IOException;

/** What lies around the tasks of a page is larger than is taken. */
public final class PartTooLargeException extends IOException {

    private final long limit;
    private final long size;

    PartTooLargeException(long limit, long size) {
        super("A part of the answer is larger than " + limit + " bytes");
        this.limit = limit;
        this.size = size;
    }

    /** How many bytes would have been taken. */
    public long limit() {
        return limit;
    }

    /** How many bytes there are at the least. */
    public long size() {
        return size;
    }
}

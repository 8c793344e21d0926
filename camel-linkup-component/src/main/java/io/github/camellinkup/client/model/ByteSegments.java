package io.github.camellinkup.client.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Collects bytes of which nobody knows how many will come, in segments, so that growing neither copies what is there nor
 * needs room for the double of it.
 */
final class ByteSegments {

    private static final int FIRST_SIZE = 8 * 1024;

    /** Small enough for the JVM to treat as any object, even in a small heap. */
    private static final int MAX_SIZE = 256 * 1024;

    private final List<byte[]> full = new ArrayList<>();
    private byte[] last = new byte[FIRST_SIZE];
    private int used;
    private long size;

    void append(byte[] bytes, int from, int to) {
        int position = from;
        while (position < to) {
            if (used == last.length) {
                full.add(last);
                last = new byte[Math.min(2 * last.length, MAX_SIZE)];
                used = 0;
            }
            int length = Math.min(to - position, last.length - used);
            System.arraycopy(bytes, position, last, used, length);
            used += length;
            position += length;
        }
        size += to - from;
    }

    long size() {
        return size;
    }

    /** A copy of the first bytes. */
    byte[] beginning(int length) {
        byte[] copy = new byte[(int) Math.min(length, size)];
        int position = 0;
        for (byte[] segment : full) {
            int taken = Math.min(segment.length, copy.length - position);
            System.arraycopy(segment, 0, copy, position, taken);
            position += taken;
        }
        System.arraycopy(last, 0, copy, position, copy.length - position);
        return copy;
    }

    /** Everything that was collected, in an array of its own; what is collected next starts anew. */
    byte[] take() {
        byte[] all = full.isEmpty() ? Arrays.copyOf(last, used) : beginning(Integer.MAX_VALUE);
        clear();
        return all;
    }

    /** Lets go of everything; what is collected next starts anew. */
    void clear() {
        if (!full.isEmpty()) {
            last = full.get(0);
            full.clear();
        }
        used = 0;
        size = 0;
    }
}

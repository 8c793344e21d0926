package io.github.camellinkup.client;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes received of an answer. If its length is not declared, they are kept in segments, so that growing copies nothing
 * and does not need twice the memory.
 */
final class CollectedBytes {

    private static final int FIRST_SIZE = 8 * 1024;

    /** Small enough to be an ordinary object for the JVM, even in a small heap. */
    private static final int MAX_SEGMENT = 256 * 1024;

    private final int declared;
    private final List<byte[]> full = new ArrayList<>();
    private byte[] last;
    private int used;
    private int size;

    /** @param declared the declared length of the answer, less than 0 if it has none */
    CollectedBytes(int declared) {
        this.declared = declared;
        last = new byte[declared < 0 ? FIRST_SIZE : Math.min(declared, MAX_SEGMENT)];
    }

    /** Appends bytes of a buffer, which must have as many. */
    void append(ByteBuffer source, int length) {
        int left = length;
        while (left > 0) {
            if (used == last.length) {
                grow();
            }
            int taken = Math.min(left, last.length - used);
            source.get(last, used, taken);
            used += taken;
            size += taken;
            left -= taken;
        }
    }

    /** Trusts a declared length only after a full segment: a wrong length must not allocate much memory. */
    private void grow() {
        if (declared > size && full.isEmpty()) {
            last = Arrays.copyOf(last, declared);
        } else {
            full.add(last);
            last = new byte[Math.max(FIRST_SIZE, Math.min(2 * last.length, MAX_SEGMENT))];
            used = 0;
        }
    }

    int size() {
        return size;
    }

    /** A copy of the first bytes, or of all if there are fewer. */
    byte[] beginning(int length) {
        byte[] copy = new byte[Math.min(length, size)];
        int position = 0;
        for (byte[] segment : full) {
            int taken = Math.min(segment.length, copy.length - position);
            System.arraycopy(segment, 0, copy, position, taken);
            position += taken;
        }
        System.arraycopy(last, 0, copy, position, copy.length - position);
        return copy;
    }

    /** All bytes. To be called once: the array may be the one in which they were collected. */
    byte[] take() {
        return full.isEmpty() && used == last.length ? last : beginning(size);
    }
}

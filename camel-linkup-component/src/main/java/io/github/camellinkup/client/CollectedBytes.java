package io.github.camellinkup.client;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of an answer while it comes. Where nobody said how many there will be, they are kept in segments, so that
 * growing neither copies what is there nor needs room for the double of it.
 */
final class CollectedBytes {

    private static final int FIRST_SIZE = 8 * 1024;

    /** Small enough for the JVM to treat as any object, even in a small heap. */
    private static final int MAX_SEGMENT = 256 * 1024;

    private final int told;
    private final List<byte[]> full = new ArrayList<>();
    private byte[] last;
    private int used;
    private int size;

    /** @param told how many bytes there will be, as far as that is known, else less than 0 */
    CollectedBytes(int told) {
        this.told = told;
        last = new byte[told < 0 ? FIRST_SIZE : Math.min(told, MAX_SEGMENT)];
    }

    /** Takes bytes, which have to be there. */
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

    /** A told length is believed when a segment of it has come: nobody makes much memory be allocated by telling lies. */
    private void grow() {
        if (told > size && full.isEmpty()) {
            last = Arrays.copyOf(last, told);
        } else {
            full.add(last);
            last = new byte[Math.max(FIRST_SIZE, Math.min(2 * last.length, MAX_SEGMENT))];
            used = 0;
        }
    }

    int size() {
        return size;
    }

    /** A copy of the first bytes, of all if there are no more. */
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

    /** All bytes, to be asked for once: the array may be the one in which they were collected. */
    byte[] take() {
        return full.isEmpty() && used == last.length ? last : beginning(size);
    }
}

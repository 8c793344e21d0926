package io.github.camellinkup.test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Bodies that are valid JSON but hard to swallow. */
final class MadeUpBody {

    private static final byte[] START = "{\"answer\":\"".getBytes(StandardCharsets.UTF_8);
    private static final byte[] END = "\",\"sources\":[]}".getBytes(StandardCharsets.UTF_8);

    private MadeUpBody() {}

    static Body huge(long bytes) {
        if (bytes < 100) {
            throw new IllegalArgumentException("A huge body has 100 bytes or more, not " + bytes);
        }
        return new Body.InPieces(() -> new Filled(bytes - START.length - END.length));
    }

    static Body deep(int depth) {
        return Body.of("{\"answer\":" + "[".repeat(depth) + "]".repeat(depth) + "}");
    }

    private static final class Filled implements Iterator<byte[]> {
        private final byte[] filling = new byte[8192];
        private long left;
        private boolean started;
        private boolean ended;

        private Filled(long filled) {
            left = filled;
            Arrays.fill(filling, (byte) 'x');
        }

        @Override
        public boolean hasNext() {
            return !ended;
        }

        @Override
        public byte[] next() {
            if (ended) {
                throw new NoSuchElementException();
            }
            if (!started) {
                started = true;
                return START;
            }
            if (left == 0) {
                ended = true;
                return END;
            }
            int count = (int) Math.min(left, filling.length);
            left -= count;
            return count == filling.length ? filling : Arrays.copyOf(filling, count);
        }
    }
}

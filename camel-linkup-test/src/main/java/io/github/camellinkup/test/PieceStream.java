package io.github.camellinkup.test;

import java.io.InputStream;
import java.util.Iterator;
import java.util.Objects;

/** Reads byte arrays, one after the other, asking for the next only when the last has been read. */
final class PieceStream extends InputStream {

    private static final byte[] NOTHING = {};

    private final Iterator<byte[]> pieces;
    private byte[] piece = NOTHING;
    private int position;

    PieceStream(Iterator<byte[]> pieces) {
        this.pieces = pieces;
    }

    @Override
    public int read() {
        return atEnd() ? -1 : piece[position++] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (atEnd()) {
            return -1;
        }
        int count = Math.min(length, piece.length - position);
        System.arraycopy(piece, position, target, offset, count);
        position += count;
        return count;
    }

    private boolean atEnd() {
        while (position == piece.length) {
            if (!pieces.hasNext()) {
                return true;
            }
            piece = pieces.next();
            position = 0;
        }
        return false;
    }
}

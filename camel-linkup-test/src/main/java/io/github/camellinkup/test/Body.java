package io.github.camellinkup.test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.function.Supplier;

/** What follows the headers of an answer: held in memory, or made while it is sent. */
sealed interface Body {

    /** All in memory; sent with its length. */
    record InMemory(byte[] bytes) implements Body {
        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }
    }

    /** Made piece by piece while it is sent, so that a page of a hundred huge results never exists as a whole. */
    record InPieces(Supplier<Iterator<byte[]>> pieces) implements Body {
        @Override
        public InputStream open() {
            return new PieceStream(pieces.get());
        }
    }

    InputStream open();

    static Body of(String text) {
        return new InMemory(text.getBytes(StandardCharsets.UTF_8));
    }

    default byte[] readAll() {
        try (InputStream in = open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.github.camellinkup.client;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Repairs answers that are not entirely UTF-8, because they quote sites. */
final class Utf8 {

    private static final int MAX_BUFFER_SIZE = 8 * 1024;

    private Utf8() {}

    /** The bytes themselves if they are UTF-8, else a copy with U+FFFD in place of invalid bytes. */
    static byte[] repaired(byte[] bytes) {
        return isValid(bytes) ? bytes : new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isValid(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer left = ByteBuffer.wrap(bytes);
        // A character can become two, so the buffer must have room for two.
        CharBuffer decoded = CharBuffer.allocate(Math.min(bytes.length + 2, MAX_BUFFER_SIZE));
        CoderResult result = CoderResult.OVERFLOW;
        while (result.isOverflow()) {
            decoded.clear();
            result = decoder.decode(left, decoded, true);
        }
        return !result.isError();
    }
}

package io.github.camellinkup.client;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;

/**
 * An answer over HTTP.
 *
 * @param head the status and the headers
 * @param body the body, empty if there is none
 */
record HttpAnswer(HttpResponse head, byte[] body) {

    private static final int MAX_BUFFER_SIZE = 8 * 1024;

    int status() {
        return head.getCode();
    }

    boolean isSuccess() {
        return status() >= 200 && status() < 300;
    }

    /** The first header of this name, or null. */
    String header(String name) {
        Header header = head.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    /**
     * The body if it is UTF-8, else a copy with U+FFFD in place of invalid bytes: answers quote sites. Only the copy needs
     * more memory.
     */
    byte[] utf8() {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer left = ByteBuffer.wrap(body);
        // A character can become two, so the buffer must have room for two.
        CharBuffer decoded = CharBuffer.allocate(Math.min(body.length + 2, MAX_BUFFER_SIZE));
        CoderResult result = CoderResult.OVERFLOW;
        while (result.isOverflow()) {
            decoded.clear();
            result = decoder.decode(left, decoded, true);
        }
        return result.isError() ? new String(body, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8) : body;
    }
}

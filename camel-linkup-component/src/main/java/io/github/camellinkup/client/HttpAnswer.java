package io.github.camellinkup.client;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;

/**
 * An answer over HTTP.
 *
 * @param head the status and the headers
 * @param body the body, empty if there is none
 */
record HttpAnswer(HttpResponse head, byte[] body) {

    private static final int BUFFER_SIZE = 256;

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
     * The body if it is UTF-8, else a copy in UTF-8 without a byte order mark. Bytes that are invalid become U+FFFD: answers
     * quote sites. Only the copy needs more memory.
     */
    byte[] utf8() {
        if (startsWith(0xEF, 0xBB) && body.length > 2 && (body[2] & 0xff) == 0xBF) {
            return new HttpAnswer(head, Arrays.copyOfRange(body, 3, body.length)).utf8();
        }
        Charset charset = utf16();
        if (charset == null) {
            if (isUtf8()) {
                return body;
            }
            charset = declaredCharset();
        }
        return new String(body, charset).getBytes(StandardCharsets.UTF_8);
    }

    private boolean startsWith(int first, int second) {
        return body.length > 1 && (body[0] & 0xff) == first && (body[1] & 0xff) == second;
    }

    /** Null if the body does not begin with a byte order mark of UTF-16 or half a character of ASCII, as JSON and HTML do. */
    private Charset utf16() {
        if (startsWith(0xFE, 0xFF) || startsWith(0xFF, 0xFE)) {
            return StandardCharsets.UTF_16;
        }
        if (body.length < 2 || (body[0] == 0) == (body[1] == 0)) {
            return null;
        }
        return body[0] == 0 ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
    }

    private boolean isUtf8() {
        if (isAscii()) {
            return true;
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer left = ByteBuffer.wrap(body);
        CharBuffer decoded = CharBuffer.allocate(BUFFER_SIZE);
        CoderResult result = CoderResult.OVERFLOW;
        while (result.isOverflow()) {
            decoded.clear();
            result = decoder.decode(left, decoded, true);
        }
        return !result.isError();
    }

    /** Most answers are, and need no buffer. */
    private boolean isAscii() {
        for (byte each : body) {
            if (each < 0) {
                return false;
            }
        }
        return true;
    }

    /** The charset of the content type, UTF-8 if it has none that is known. */
    private Charset declaredCharset() {
        ContentType type = ContentType.parseLenient(header(HttpHeaders.CONTENT_TYPE));
        Charset charset = type == null ? null : type.getCharset();
        return charset == null ? StandardCharsets.UTF_8 : charset;
    }
}

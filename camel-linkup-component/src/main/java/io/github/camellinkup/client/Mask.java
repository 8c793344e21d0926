package io.github.camellinkup.client;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.apache.hc.core5.http.HttpHeaders;

/** Hides the secrets of a call in texts of answers, which may repeat what was sent, and shortens them for messages. */
final class Mask {

    private static final int MAX_LENGTH = 100;

    /** More than is shown, so that a secret at the end of an excerpt is complete and can be hidden. */
    private static final int MAX_BYTES = 4096;

    private final String[] secrets;

    /** @param secrets the texts to hide; null is ignored */
    Mask(String... secrets) {
        this.secrets = secrets;
    }

    String hide(String text) {
        return Stream.of(secrets)
                .filter(secret -> secret != null && !secret.isEmpty())
                .reduce(text, (hidden, secret) -> hidden.replace(secret, "***"));
    }

    String excerpt(String text) {
        return excerpt(text, MAX_LENGTH);
    }

    /** The beginning of a text on one printable line, without secrets. */
    String excerpt(String text, int maxLength) {
        String line = hide(text).replaceAll("[\\p{Cntrl}\\s\u2028\u2029]+", " ").strip();
        return line.length() <= maxLength ? line : line.substring(0, maxLength) + "…";
    }

    /** The type and the beginning of an answer, as {@code text/html: <html>…}. */
    String describe(HttpAnswer answer) {
        String header = answer.header(HttpHeaders.CONTENT_TYPE);
        String type = header == null ? "of no content type" : excerpt(header);
        byte[] body = answer.utf8();
        if (body.length == 0) {
            return type + ", empty";
        }
        int length = Math.min(body.length, MAX_BYTES);
        return type + ": " + excerpt(new String(body, 0, length, StandardCharsets.UTF_8));
    }
}

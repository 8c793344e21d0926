package io.github.camellinkup.client;

import java.nio.charset.StandardCharsets;

/** Short, printable excerpts of answers, for messages. */
final class Excerpt {

    private static final int MAX_LENGTH = 100;

    /** More than is shown, so that a secret at the end of the excerpt is complete and can be hidden. */
    private static final int MAX_BYTES = 4096;

    private Excerpt() {}

    static String of(String text) {
        return of(text, MAX_LENGTH);
    }

    /** The beginning of a text on one line. */
    static String of(String text, int maxLength) {
        String line = text.replaceAll("[\\p{Cntrl}\\s\u2028\u2029]+", " ").strip();
        return line.length() <= maxLength ? line : line.substring(0, maxLength) + "…";
    }

    /** The type and the beginning of an answer, as {@code text/html: <html>…}. */
    static String describe(HttpAnswer answer, Mask mask) {
        String type = answer.contentType() == null ? "of no content type" : Excerpt.of(mask.hide(answer.contentType()));
        if (answer.body().length == 0) {
            return type + ", empty";
        }
        int length = Math.min(answer.body().length, MAX_BYTES);
        String beginning = new String(answer.body(), 0, length, StandardCharsets.UTF_8);
        return type + ": " + of(mask.hide(beginning));
    }
}

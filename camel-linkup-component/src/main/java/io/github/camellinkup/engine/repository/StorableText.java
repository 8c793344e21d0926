package io.github.camellinkup.engine.repository;

import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import java.nio.charset.StandardCharsets;

/** Texts that every database can store and gives back unchanged. */
final class StorableText {

    private static final int LONGEST_REASON = 4000;

    private StorableText() {}

    /**
     * @param what the text is, for the message
     * @return the text; null stays null
     * @throws LinkupInvalidRequestException if the text cannot be written in UTF-8, or holds the character 0, which
     *     PostgreSQL does not take
     */
    static String check(String what, String text) {
        if (text != null && !isStorable(text)) {
            throw LinkupInvalidRequestException.of(
                    what, "holds a character that a database cannot keep: the character 0, or half of a pair");
        }
        return text;
    }

    /** Whether the text can be written in UTF-8, without the character 0. */
    static boolean isStorable(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** A reason that can be stored: cut to a readable length, with other characters replaced. */
    static String reason(String reason) {
        if (reason == null) {
            return null;
        }
        String cut = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) + " …" : reason;
        byte[] encodable = cut.getBytes(StandardCharsets.UTF_8);
        return new String(encodable, StandardCharsets.UTF_8).replace('\0', ' ');
    }
}

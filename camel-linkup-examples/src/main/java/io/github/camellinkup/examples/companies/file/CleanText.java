package io.github.camellinkup.examples.companies.file;

import java.util.regex.Pattern;

/** Strips invisible characters from both ends of a text. */
final class CleanText {

    /** White space, non-breaking spaces too, control characters, and characters without a width. */
    private static final String UNSEEN = "[\\p{Z}\\p{Cc}\\p{Cf}]+";

    private static final Pattern UNSEEN_ENDS = Pattern.compile("^" + UNSEEN + "|" + UNSEEN + "$");

    private CleanText() {}

    /** The text without them; empty if it has no other characters. */
    static String of(String text) {
        return UNSEEN_ENDS.matcher(text).replaceAll("");
    }
}

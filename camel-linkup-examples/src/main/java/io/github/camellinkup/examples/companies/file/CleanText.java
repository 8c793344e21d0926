package io.github.camellinkup.examples.companies.file;

import java.util.regex.Pattern;

/** Text without what nobody sees at its ends. */
final class CleanText {

    /** White space, also such that does not break a line, control characters, and characters without a width. */
    private static final String UNSEEN = "[\\p{Z}\\p{Cc}\\p{Cf}]+";

    private static final Pattern UNSEEN_ENDS = Pattern.compile("^" + UNSEEN + "|" + UNSEEN + "$");

    private CleanText() {}

    /** Strips both ends; of a text that only looks empty nothing is left. */
    static String of(String text) {
        return UNSEEN_ENDS.matcher(text).replaceAll("");
    }
}

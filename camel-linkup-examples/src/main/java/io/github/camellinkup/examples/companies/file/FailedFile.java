package io.github.camellinkup.examples.companies.file;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The form of the file of failed rows. People open it in a spreadsheet, which takes a text that begins like a formula for
 * one: such a text gets an apostrophe in front. So does what follows a semicolon or a tab, which can be the delimiters of
 * the spreadsheet. Only a file with exactly this header is read with the apostrophes taken
 * away, so that those of other files stay.
 */
public final class FailedFile {

    public static final List<String> HEADER = List.of("key", "name", "website", "country", "reason", "task_id", "line");

    /** Also a text that has such an apostrophe already gets one more, so that reading gives back what was written. */
    private static final Pattern FORMULA = Pattern.compile("(?<=^|[;\t])(?='*[=+\\-@\\t\\r\\n])");

    private static final Pattern ESCAPED = Pattern.compile("(?<=^|[;\t])'(?='*[=+\\-@\\t\\r\\n])");

    private FailedFile() {}

    /** A text as it stands in the file. */
    public static String escape(String text) {
        return FORMULA.matcher(text).replaceAll("'");
    }

    static String unescape(String text) {
        return ESCAPED.matcher(text).replaceAll("");
    }
}

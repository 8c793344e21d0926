package io.github.camellinkup.examples.companies.file;

import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVRecord;

/**
 * Finds rows whose text contains the rows after it. That happens where a quote was typed by mistake: the parser reads on to
 * the next quote.
 */
final class StrayQuotes {

    /** More lines than a name, a key, a website or a country has. */
    private static final int MOST_LINES_OF_COLUMN = 5;

    /** More lines inside a text that each have as many delimiters as a row. */
    private static final int MOST_LINES_LIKE_ROWS = 5;

    private static final int MOST_LINES_OF_ROW = 50;

    private static final Pattern LINE_BREAK = Pattern.compile("\r\n|\r|\n");

    private final Columns columns;
    private final char delimiter;

    StrayQuotes(Columns columns, char delimiter) {
        this.columns = columns;
        this.delimiter = delimiter;
    }

    /**
     * What to tell the user about a row.
     *
     * @param lastLine the line that the row ends in
     */
    Optional<String> warning(CSVRecord row, long lastLine) {
        int breaks = row.stream().mapToInt(value -> lines(value).length - 1).sum();
        if (breaks == 0 || breaks < MOST_LINES_OF_ROW && !isSuspicious(row)) {
            return Optional.empty();
        }
        return Optional.of(
                "Lines %d to %d were read as one row. If they are several, there is a stray quote (\") in line %1$d."
                        .formatted(lastLine - breaks, lastLine));
    }

    private boolean isSuspicious(CSVRecord row) {
        for (int position = 0; position < row.size(); position++) {
            String[] lines = lines(row.get(position));
            boolean isLong = lines.length > MOST_LINES_OF_COLUMN || lines.length > 1 && hasRow(row.get(position));
            if (isLong && columns.isNeeded(position) || linesLikeRows(lines) > MOST_LINES_LIKE_ROWS) {
                return true;
            }
        }
        return false;
    }

    /** Whether a text has enough delimiters for a row. */
    private boolean hasRow(String text) {
        return text.chars().filter(sign -> sign == delimiter).count() >= columns.count() - 1;
    }

    private int linesLikeRows(String[] lines) {
        int count = 0;
        for (int i = 1; i < lines.length - 1; i++) {
            if (hasRow(lines[i])) {
                count++;
            }
        }
        return count;
    }

    private static String[] lines(String value) {
        return LINE_BREAK.split(value, -1);
    }
}

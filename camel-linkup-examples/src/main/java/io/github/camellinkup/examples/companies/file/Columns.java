package io.github.camellinkup.examples.companies.file;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVRecord;

/** Which column of the input file is which. */
public final class Columns {

    private final List<String> headers;
    private final Map<Column, Integer> positions = new EnumMap<>(Column.class);
    private final boolean isFailedFile;

    /**
     * @param headers the headers of the file
     * @param given the headers that the user gave
     * @throws InputException if a given header is missing, or no column holds the name
     */
    Columns(List<String> headers, Map<Column, String> given) {
        this.headers = headers;
        this.isFailedFile = headers.equals(FailedFile.HEADER);
        if (headers.stream().anyMatch(header -> header.indexOf(0) >= 0)) {
            throw new InputException("the header has NUL characters, as if it were UTF-16: give the encoding with "
                    + "--charset, such as UTF-16LE");
        }
        for (Column column : Column.values()) {
            int position = column.find(headers, given.get(column));
            if (position >= 0) {
                positions.put(column, position);
            }
        }
        if (!positions.containsKey(Column.NAME)) {
            throw new InputException("No column looks like the company's name: give its header with %s (or the "
                            .formatted(Column.NAME.option)
                    + "delimiter with --delimiter). The file has: " + String.join(", ", headers));
        }
        // Names are what people know their companies by, and what the second run can find them by.
        positions.putIfAbsent(Column.KEY, positions.get(Column.NAME));
    }

    /** A row with one field, where the header has at least three, is none of the table: exports end in such lines. */
    CompanyRow read(CSVRecord row, long line) {
        if (row.size() == 1 && headers.size() > 2) {
            return CompanyRow.outsideOfTable(line, CleanText.of(row.get(0)));
        }
        return new CompanyRow(
                line,
                value(row, Column.KEY),
                value(row, Column.NAME),
                value(row, Column.WEBSITE),
                value(row, Column.COUNTRY));
    }

    /** Whether the column at a position is one of those that are read. */
    boolean isNeeded(int position) {
        return positions.containsValue(position);
    }

    int count() {
        return headers.size();
    }

    private String value(CSVRecord row, Column column) {
        Integer position = positions.get(column);
        String value = position == null || position >= row.size() ? "" : CleanText.of(row.get(position));
        return isFailedFile ? FailedFile.unescape(value) : value;
    }

    /** For people: which header was taken for what. */
    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        positions.forEach((column, position) ->
                words.add(column.name().toLowerCase(Locale.ROOT) + " = '" + headers.get(position) + "'"));
        return String.join(", ", words);
    }
}

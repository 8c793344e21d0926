package io.github.camellinkup.examples.companies.file;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The usable rows that a file has had so far, by key. Keys are told apart as they are, with case and accents. */
final class EarlierRows {

    private final Map<String, Earlier> byKey = new HashMap<>();

    /** Only a hash of the content, so that a large file fits into memory. */
    private record Earlier(long line, int content) {}

    /** Marks a row that has the key of an earlier one; of several such rows the first can be sent. */
    CompanyRow mark(CompanyRow row) {
        if (row.problem().isPresent()) {
            return row;
        }
        int content = Objects.hash(row.name(), row.website(), row.country());
        Earlier earlier = byKey.putIfAbsent(row.key(), new Earlier(row.line(), content));
        return earlier == null
                ? row
                : row.repeating(new CompanyRow.Repeated(earlier.line(), earlier.content() == content));
    }
}

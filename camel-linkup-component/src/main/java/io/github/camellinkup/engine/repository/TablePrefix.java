package io.github.camellinkup.engine.repository;

import java.util.regex.Pattern;

/** The beginning of the names of the tables. It becomes part of SQL, so it has to be a plain identifier. */
record TablePrefix(String text) {

    static final String STANDARD = "linkup_";

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,29}");

    TablePrefix {
        if (text == null || !IDENTIFIER.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "tablePrefix must be 1 to 30 letters, digits and underscores and begin with a letter, but it is '"
                            + text + "'");
        }
    }

    /** The SQL with this prefix in the place of the standard one. */
    String in(String sql) {
        return sql.replace(STANDARD, text);
    }
}

package io.github.camellinkup.examples.companies.file;

import java.util.Optional;

/**
 * A company as the input file has it.
 *
 * @param line the line of the file that the row ends in, from 1
 * @param key what identifies the company in the CRM; empty if the file has none
 * @param name the company's name; empty if the file has none
 * @param website its website; empty if the file has none
 * @param country its country; empty if the file has none
 * @param repeated the earlier row of the same key, or null
 * @param isOutsideOfTable whether it has too few fields to be a row of the table
 */
public record CompanyRow(
        long line,
        String key,
        String name,
        String website,
        String country,
        Repeated repeated,
        boolean isOutsideOfTable) {

    /**
     * An earlier row of the same file.
     *
     * @param line the line that it ends in
     * @param isEqual whether it has the same name, website and country
     */
    public record Repeated(long line, boolean isEqual) {}

    /** Longer ones do not fit the CRM table, where they are searched by. */
    static final int LONGEST_KEY = 255;

    static final int LONGEST_NAME = 500;

    /** A row whose key is new. */
    public CompanyRow(long line, String key, String name, String website, String country) {
        this(line, key, name, website, country, null, false);
    }

    static CompanyRow outsideOfTable(long line, String text) {
        return new CompanyRow(line, "", text, "", "", null, true);
    }

    CompanyRow repeating(Repeated earlier) {
        return new CompanyRow(line, key, name, website, country, earlier, false);
    }

    /** Why nothing can be looked up for this row, if so. */
    public Optional<String> problem() {
        if (isOutsideOfTable) {
            return Optional.of("one field only, where the header has more");
        }
        if (name.isEmpty()) {
            return Optional.of("no name");
        }
        if (key.isEmpty()) {
            return Optional.of("no key");
        }
        if (key.length() > LONGEST_KEY) {
            return Optional.of("a key of more than " + LONGEST_KEY + " characters");
        }
        if (name.length() > LONGEST_NAME) {
            return Optional.of("a name of more than " + LONGEST_NAME + " characters");
        }
        if (repeated != null) {
            return Optional.of(
                    repeated.isEqual()
                            ? "repeats line " + repeated.line()
                            : "has the key of line " + repeated.line() + ", but other content");
        }
        return controlCharacter();
    }

    /** Such as NUL, which databases refuse, or what is left of a text that was read in the wrong encoding. */
    private Optional<String> controlCharacter() {
        return (key + name + website + country)
                .chars()
                .filter(sign -> Character.isISOControl(sign) && !Character.isWhitespace(sign))
                .mapToObj("a control character (U+%04X): remove it, or give the encoding with --charset"::formatted)
                .findFirst();
    }

    /** What Linkup is asked. Website and country tell apart companies that share a name. */
    public String question() {
        StringBuilder question = new StringBuilder("Find the company profile of ").append(name);
        if (!website.isEmpty()) {
            question.append(", website ").append(website);
        }
        if (!country.isEmpty()) {
            question.append(", country ").append(country);
        }
        return question.append(": industry, number of employees, founding year, headquarters, chief executive and "
                        + "what it does.")
                .toString();
    }
}

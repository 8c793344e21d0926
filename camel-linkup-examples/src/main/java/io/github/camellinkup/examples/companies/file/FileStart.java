package io.github.camellinkup.examples.companies.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.io.IOUtils;

/**
 * What the first lines of a file tell of its form.
 *
 * @param delimiter what stands between two fields
 * @param hasSeparatorLine whether the first line only says that, as Excel writes it: {@code sep=;}
 */
record FileStart(char delimiter, boolean hasSeparatorLine) {

    private static final Pattern SEPARATOR_LINE = Pattern.compile("\"?sep=(.)\"?", Pattern.CASE_INSENSITIVE);

    /** The usual one first: it is taken where a header has none. */
    private static final List<Character> USUAL_DELIMITERS = List.of(',', ';', '\t');

    private static final int LONGEST = 64 * 1024;

    /**
     * Looks at the first lines and leaves the reader before them.
     *
     * @param given the delimiter that the user gave, or null
     */
    static FileStart of(BufferedReader reader, Character given) throws IOException {
        char[] start = new char[LONGEST];
        reader.mark(LONGEST);
        int length = IOUtils.read(reader, start);
        reader.reset();
        List<String> lines = new String(start, 0, Math.max(length, 0))
                .lines()
                .filter(line -> !line.isBlank())
                .limit(1)
                .toList();
        String first = lines.isEmpty() ? "" : lines.get(0);
        Matcher separator = SEPARATOR_LINE.matcher(first);
        if (separator.matches()) {
            return new FileStart(given == null ? separator.group(1).charAt(0) : given, true);
        }
        return new FileStart(given == null ? mostFrequent(first) : given, false);
    }

    private static char mostFrequent(String header) {
        String unquoted = header.replaceAll("\"[^\"]*\"", "");
        return USUAL_DELIMITERS.stream()
                .max(Comparator.comparingLong(delimiter ->
                        unquoted.chars().filter(sign -> sign == delimiter).count()))
                .orElseThrow();
    }
}

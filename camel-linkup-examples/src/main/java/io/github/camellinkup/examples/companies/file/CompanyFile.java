package io.github.camellinkup.examples.companies.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.io.ByteOrderMark;
import org.apache.commons.io.IOUtils;
import org.apache.commons.io.input.BOMInputStream;

/** A CSV file of companies with a header line, read row by row. */
public final class CompanyFile {

    private static final String SAMPLE = "/companies.csv";

    private final Path path;
    private final Charset charset;
    private final Character delimiter;
    private final Map<Column, String> givenColumns;

    /**
     * @param path the file, or null for the sample that comes with the example
     * @param charset how its text is encoded if there is no byte order mark, or null for UTF-8
     * @param delimiter what stands between two fields, or null if the first line is to tell
     * @param givenColumns headers that the user gave
     */
    public CompanyFile(Path path, Charset charset, Character delimiter, Map<Column, String> givenColumns) {
        this.path = path;
        this.charset = charset == null ? StandardCharsets.UTF_8 : charset;
        this.delimiter = delimiter;
        this.givenColumns = givenColumns;
    }

    /**
     * Reads the file once from end to end, so that what is wrong with it is said before anything is sent.
     *
     * @throws InputException if it cannot be read as a CSV file of companies
     */
    public Contents inspect() {
        try (CompanyRows rows = open()) {
            long count = 0;
            while (rows.hasNext()) {
                rows.next();
                count++;
            }
            return new Contents(count, rows.columns(), rows.warnings());
        }
    }

    /**
     * Starts to read.
     *
     * @return the rows; to be closed
     * @throws InputException if there is no such file, or its header is missing or does not fit
     */
    public CompanyRows open() {
        BufferedReader reader = null;
        try {
            BOMInputStream bytes = bytes();
            Charset encoding = bytes.hasBOM() ? Charset.forName(bytes.getBOM().getCharsetName()) : charset;
            // A decoder made this way reports bytes that are no text; the default would replace them without a word.
            reader = new BufferedReader(new InputStreamReader(bytes, encoding.newDecoder()));
            FileStart start = FileStart.of(reader, delimiter);
            return CompanyRows.of(format(start).parse(reader), start, givenColumns, this::explain);
        } catch (InputException e) {
            IOUtils.closeQuietly(reader);
            throw new InputException(this + ": " + e.getMessage());
        } catch (IOException | UncheckedIOException e) {
            IOUtils.closeQuietly(reader);
            throw explain(e);
        }
    }

    private BOMInputStream bytes() throws IOException {
        InputStream bytes;
        if (path == null) {
            bytes = CompanyFile.class.getResourceAsStream(SAMPLE);
        } else if (Files.isRegularFile(path) && Files.isReadable(path)) {
            bytes = Files.newInputStream(path);
        } else {
            throw new InputException("there is no such file that can be read (--input)");
        }
        return BOMInputStream.builder()
                .setInputStream(bytes)
                .setByteOrderMarks(
                        ByteOrderMark.UTF_8,
                        ByteOrderMark.UTF_16LE,
                        ByteOrderMark.UTF_16BE,
                        ByteOrderMark.UTF_32LE,
                        ByteOrderMark.UTF_32BE)
                .get();
    }

    private static CSVFormat format(FileStart start) {
        return CSVFormat.Builder.create()
                .setDelimiter(start.delimiter())
                .setQuote('"')
                .setIgnoreEmptyLines(true)
                .get();
    }

    private InputException explain(Exception error) {
        Throwable cause = error instanceof UncheckedIOException ? error.getCause() : error;
        if (cause instanceof CharacterCodingException) {
            return new InputException(
                    "%s is not encoded in %s, or not as its byte order mark says: give its encoding with --charset"
                            .formatted(this, charset));
        }
        return new InputException("%s is not a CSV file that can be read: %s".formatted(this, cause.getMessage()));
    }

    /** For people: where the file is. */
    @Override
    public String toString() {
        return path == null
                ? "the sample companies.csv"
                : path.toAbsolutePath().normalize().toString();
    }

    /**
     * What is in the file.
     *
     * @param rows how many rows, blank ones not counted
     * @param columns which column is which
     * @param warnings what the user should know before the rows are sent
     */
    public record Contents(long rows, Columns columns, List<String> warnings) {}
}

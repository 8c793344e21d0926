package io.github.camellinkup.examples.companies.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.io.input.BOMInputStream;

/** A CSV file of companies with a header line, read row by row. */
public final class CompanyFile {

    private static final String SAMPLE = "/companies.csv";

    private final Path path;
    private final Charset charset;
    private final Map<Column, String> givenColumns;
    private final CSVFormat format;

    /**
     * @param path the file, or null for the sample that comes with the example
     * @param charset how its text is encoded
     * @param delimiter what stands between two fields
     * @param givenColumns headers that the user gave
     */
    public CompanyFile(Path path, Charset charset, char delimiter, Map<Column, String> givenColumns) {
        this.path = path;
        this.charset = charset;
        this.givenColumns = givenColumns;
        this.format = CSVFormat.Builder.create()
                .setDelimiter(delimiter)
                .setQuote('"')
                .setIgnoreEmptyLines(true)
                .get();
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
            return new Contents(count, rows.columns());
        }
    }

    /**
     * Starts to read.
     *
     * @return the rows; to be closed
     * @throws InputException if there is no such file, or its header is missing or does not fit
     */
    public CompanyRows open() {
        CSVParser parser = null;
        try {
            parser = format.parse(reader());
            return CompanyRows.of(parser, givenColumns, this::explain);
        } catch (InputException e) {
            close(parser);
            throw new InputException(this + ": " + e.getMessage());
        } catch (IOException | UncheckedIOException e) {
            close(parser);
            throw explain(e);
        }
    }

    private static void close(CSVParser parser) {
        if (parser != null) {
            try {
                parser.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Reader reader() throws IOException {
        InputStream bytes;
        if (path == null) {
            bytes = CompanyFile.class.getResourceAsStream(SAMPLE);
        } else if (Files.isRegularFile(path) && Files.isReadable(path)) {
            bytes = Files.newInputStream(path);
        } else {
            throw new InputException("there is no such file that can be read (--input)");
        }
        InputStream text = BOMInputStream.builder().setInputStream(bytes).get();
        // A decoder made this way reports bytes that are no text; the default would replace them without a word.
        return new BufferedReader(new InputStreamReader(text, charset.newDecoder()));
    }

    private InputException explain(Exception error) {
        Throwable cause = error instanceof UncheckedIOException ? error.getCause() : error;
        if (cause instanceof CharacterCodingException) {
            return new InputException(
                    "%s is not encoded in %s: give its encoding with --charset".formatted(this, charset));
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
     */
    public record Contents(long rows, Columns columns) {}
}

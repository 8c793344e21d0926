package io.github.camellinkup.examples.companies.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The rows of a file, one after the other. Rows without any content are passed by. */
public final class CompanyRows implements Iterator<CompanyRow>, AutoCloseable {

    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final Columns columns;
    private final Function<Exception, InputException> explanation;
    private CompanyRow next;

    private CompanyRows(
            CSVParser parser,
            Iterator<CSVRecord> records,
            Columns columns,
            Function<Exception, InputException> explanation) {
        this.parser = parser;
        this.records = records;
        this.columns = columns;
        this.explanation = explanation;
    }

    static CompanyRows of(
            CSVParser parser, Map<Column, String> givenColumns, Function<Exception, InputException> explanation) {
        Iterator<CSVRecord> records = parser.iterator();
        if (!records.hasNext()) {
            throw new InputException("the file is empty: its first line has to name the columns");
        }
        Columns columns = new Columns(records.next().toList(), givenColumns);
        return new CompanyRows(parser, records, columns, explanation);
    }

    Columns columns() {
        return columns;
    }

    @Override
    public boolean hasNext() {
        try {
            while (next == null && records.hasNext()) {
                CSVRecord row = records.next();
                if (!row.stream().allMatch(String::isBlank)) {
                    next = columns.read(row, parser.getCurrentLineNumber());
                }
            }
        } catch (UncheckedIOException e) {
            throw explanation.apply(e);
        }
        return next != null;
    }

    @Override
    public CompanyRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        CompanyRow row = next;
        next = null;
        return row;
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

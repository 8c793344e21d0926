package io.github.camellinkup.examples.companies.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
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
    private final StrayQuotes strayQuotes;
    private final EarlierRows earlierRows = new EarlierRows();
    private final Warnings warnings = new Warnings();
    private final Function<Exception, InputException> explanation;
    private CompanyRow next;

    private CompanyRows(
            CSVParser parser,
            Iterator<CSVRecord> records,
            Columns columns,
            StrayQuotes strayQuotes,
            Function<Exception, InputException> explanation) {
        this.parser = parser;
        this.records = records;
        this.columns = columns;
        this.strayQuotes = strayQuotes;
        this.explanation = explanation;
    }

    static CompanyRows of(
            CSVParser parser,
            FileStart start,
            Map<Column, String> givenColumns,
            Function<Exception, InputException> explanation) {
        Iterator<CSVRecord> records = parser.iterator();
        if (start.hasSeparatorLine()) {
            records.next();
        }
        if (!records.hasNext()) {
            throw new InputException("the file is empty: its first line has to name the columns");
        }
        Columns columns = new Columns(records.next().stream().map(CleanText::of).toList(), givenColumns);
        return new CompanyRows(parser, records, columns, new StrayQuotes(columns, start.delimiter()), explanation);
    }

    Columns columns() {
        return columns;
    }

    /** What the user should know of the rows so far. */
    List<String> warnings() {
        return warnings.inWords();
    }

    @Override
    public boolean hasNext() {
        try {
            while (next == null && records.hasNext()) {
                CSVRecord row = records.next();
                if (!row.stream().map(CleanText::of).allMatch(String::isEmpty)) {
                    next = read(row, parser.getCurrentLineNumber());
                }
            }
        } catch (UncheckedIOException e) {
            throw explanation.apply(e);
        }
        return next != null;
    }

    private CompanyRow read(CSVRecord row, long line) {
        CompanyRow company = earlierRows.mark(columns.read(row, line));
        strayQuotes.warning(row, line).ifPresent(warnings::add);
        if (row.stream().skip(columns.count()).anyMatch(value -> !CleanText.of(value)
                .isEmpty())) {
            warnings.add("Line %d has more fields than the header: is there a delimiter in a text without quotes?"
                    .formatted(line));
        }
        if (company.repeated() != null && !company.repeated().isEqual()) {
            warnings.add("Line %d has the key of line %d ('%s'), but other content. Only line %2$d is looked up."
                    .formatted(line, company.repeated().line(), company.key()));
        }
        return company;
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

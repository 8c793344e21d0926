package io.github.camellinkup.examples.companies.command;

import io.github.camellinkup.examples.companies.file.Column;
import io.github.camellinkup.examples.companies.file.CompanyFile;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which companies: the file and its columns. */
final class InputOptions {

    @Option(
            names = {"-i", "--input"},
            paramLabel = "<file>",
            description = "A CSV file with a header line. Default: 72 companies that come with the example.")
    private Path input;

    @Option(
            names = "--key-column",
            paramLabel = "<header>",
            description = "The column that identifies a company. Default: key, id, symbol or the like, else the name.")
    private String keyColumn;

    @Option(
            names = "--name-column",
            paramLabel = "<header>",
            description = "The column with the name. Default: name, company, security or the like.")
    private String nameColumn;

    @Option(
            names = "--website-column",
            paramLabel = "<header>",
            description = "The column with the website. Default: website, url or the like, else none.")
    private String websiteColumn;

    @Option(
            names = "--country-column",
            paramLabel = "<header>",
            description = "The column with the country. Default: country or the like, else none.")
    private String countryColumn;

    @Option(
            names = "--delimiter",
            paramLabel = "<char>",
            defaultValue = ",",
            description = "What stands between two fields. Default: ${DEFAULT-VALUE}")
    private char delimiter;

    @Option(
            names = "--charset",
            paramLabel = "<name>",
            defaultValue = "UTF-8",
            description = "How the text is encoded. Default: ${DEFAULT-VALUE}.")
    private Charset charset;

    CompanyFile file() {
        Map<Column, String> columns = new EnumMap<>(Column.class);
        putIfGiven(columns, Column.KEY, keyColumn);
        putIfGiven(columns, Column.NAME, nameColumn);
        putIfGiven(columns, Column.WEBSITE, websiteColumn);
        putIfGiven(columns, Column.COUNTRY, countryColumn);
        return new CompanyFile(input, charset, delimiter, columns);
    }

    private static void putIfGiven(Map<Column, String> columns, Column column, String header) {
        if (header != null) {
            columns.put(column, header);
        }
    }
}

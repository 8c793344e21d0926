package io.github.camellinkup.examples.companies.command;

import io.github.camellinkup.examples.companies.file.Column;
import io.github.camellinkup.examples.companies.file.CompanyFile;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which companies: the file and its columns. */
final class InputOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = {"-i", "--input"},
            paramLabel = "<file>",
            description = "A CSV file with a header line. Default: 72 companies that come with the example.")
    private Path input;

    @Option(
            names = "--key-column",
            paramLabel = "<column>",
            description = "The column that identifies a company: its header, or its number from 1 where two have the "
                    + "same header. Default: key, id, symbol or the like, else the name.")
    private String keyColumn;

    @Option(
            names = "--name-column",
            paramLabel = "<column>",
            description = "The column with the name. Default: name, company, security or the like.")
    private String nameColumn;

    @Option(
            names = "--website-column",
            paramLabel = "<column>",
            description = "The column with the website. Default: website, url or the like, else none.")
    private String websiteColumn;

    @Option(
            names = "--country-column",
            paramLabel = "<column>",
            description = "The column with the country. Default: country or the like, else none.")
    private String countryColumn;

    private Character delimiter;

    @Option(
            names = "--delimiter",
            paramLabel = "<char>",
            description = "What stands between two fields, such as ; or tab. Default: what a first line such as sep=; "
                    + "says, else what is most frequent in the header line: comma, semicolon or tab.")
    private void setDelimiter(String text) {
        String character = text.equalsIgnoreCase("tab") || text.equals("\\t") ? "\t" : text;
        if (character.length() != 1 || "\"\r\n".contains(character)) {
            throw new ParameterException(
                    command.commandLine(),
                    "The delimiter (--delimiter) has to be one character other than a quote, or tab: " + text);
        }
        delimiter = character.charAt(0);
    }

    @Option(
            names = "--charset",
            paramLabel = "<name>",
            description = "How the text is encoded. Default: what the byte order mark of the file says, else UTF-8.")
    private Charset charset;

    /** Where the file is, or null for the sample. */
    Path path() {
        return input;
    }

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

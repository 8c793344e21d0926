package io.github.camellinkup.examples.companies.file;

import java.util.List;
import java.util.Locale;

/** A column that the job looks for in the input file. */
public enum Column {
    KEY("--key-column", "key", "id", "crm id", "company id", "account id", "customer id", "symbol", "ticker"),
    NAME(
            "--name-column",
            "name",
            "company",
            "company name",
            "account name",
            "organisation",
            "organization",
            "security"),
    WEBSITE("--website-column", "website", "web site", "homepage", "url", "domain"),
    COUNTRY("--country-column", "country", "country name", "country code", "nation");

    /** The option that names the column where its header is another. */
    final String option;

    private final List<String> usualHeaders;

    Column(String option, String... usualHeaders) {
        this.option = option;
        this.usualHeaders = List.of(usualHeaders);
    }

    /**
     * Where the column is.
     *
     * @param headers the headers of the file
     * @param given the header that the user gave, or null
     * @return the position from 0, or -1 if no header is given and none looks like it
     * @throws InputException if a header is given and the file does not have it
     */
    int find(List<String> headers, String given) {
        List<String> known = headers.stream().map(Column::plain).toList();
        if (given != null) {
            int position = known.indexOf(plain(given));
            if (position < 0) {
                throw new InputException("There is no column '%s' (%s). The file has: %s"
                        .formatted(given, option, String.join(", ", headers)));
            }
            return position;
        }
        return usualHeaders.stream()
                .mapToInt(known::indexOf)
                .filter(position -> position >= 0)
                .findFirst()
                .orElse(-1);
    }

    private static String plain(String header) {
        return header.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_.-]+", " ");
    }
}

package io.github.camellinkup.examples.companies.file;

import java.util.List;
import java.util.Locale;

/** A column that the job looks for in the input file. */
public enum Column {
    KEY(
            "--key-column",
            "key",
            "id",
            "crm id",
            "record id", // HubSpot, Zoho
            "company id",
            "account id", // Salesforce
            "organization id", // Pipedrive
            "organisation id",
            "customer id",
            "symbol",
            "ticker"),
    NAME(
            "--name-column",
            "company name", // HubSpot
            "account name", // Salesforce
            "organization name", // Pipedrive
            "organisation name",
            "company",
            "organisation",
            "organization",
            "name", // In a list of contacts the name of a person.
            "security"),
    WEBSITE(
            "--website-column",
            "website",
            "web site",
            "company domain name", // HubSpot, where the other is often empty
            "website url", // HubSpot
            "organization website", // Pipedrive
            "homepage",
            "url",
            "domain"),
    COUNTRY(
            "--country-column",
            "country",
            "country name",
            "country code",
            "country region", // HubSpot
            "billing country", // Salesforce
            "billingcountry",
            "organization country of address", // Pipedrive
            "organization country",
            "nation");

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
     * @param given the header that the user gave, or its number from 1, or null
     * @return the position from 0, or -1 if no header is given and none looks like it
     * @throws InputException if a header is given and the file does not have it, or several headers are the same
     */
    int find(List<String> headers, String given) {
        List<String> known = headers.stream().map(Column::plain).toList();
        if (given == null) {
            return usualHeaders.stream()
                    .filter(known::contains)
                    .findFirst()
                    .map(header -> only(known, header, headers))
                    .orElse(-1);
        }
        if (known.contains(plain(given))) {
            return only(known, plain(given), headers);
        }
        if (given.matches("[1-9]\\d{0,3}") && Integer.parseInt(given) <= headers.size()) {
            return Integer.parseInt(given) - 1;
        }
        throw new InputException(
                "There is no column '%s' (%s). The file has: %s".formatted(given, option, String.join(", ", headers)));
    }

    private int only(List<String> known, String header, List<String> headers) {
        int first = known.indexOf(header);
        int last = known.lastIndexOf(header);
        if (first != last) {
            throw new InputException(
                    "There are two columns '%s': number %d and number %d. Choose by number: %4$s %2$d or %4$s %3$d"
                            .formatted(headers.get(first), first + 1, last + 1, option));
        }
        return first;
    }

    /** So that {@code Web_Site} is {@code web site}, and {@code Organization - Name*} is {@code organization name}. */
    private static String plain(String header) {
        return CleanText.of(header.replaceAll("[\\p{Z}\\s_./*-]+", " ")).toLowerCase(Locale.ROOT);
    }
}

package io.github.camellinkup.examples.companies;

import io.github.camellinkup.client.model.Depth;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** What is asked for with each task: options of the endpoint that are options of the command too. */
final class TaskOptions {

    @Option(
            names = "--depth",
            paramLabel = "<depth>",
            defaultValue = "standard",
            description = "How thoroughly to search: fast, standard or deep. Default: ${DEFAULT-VALUE}.")
    private Depth depth;

    @Option(names = "--from-date", paramLabel = "<date>", description = "The earliest date of a source, as 2026-01-31.")
    private String fromDate;

    @Option(names = "--to-date", paramLabel = "<date>", description = "The latest date of a source.")
    private String toDate;

    @Option(
            names = "--include-domains",
            paramLabel = "<domains>",
            description = "The only domains to search, separated by commas.")
    private String includeDomains;

    @Option(
            names = "--exclude-domains",
            paramLabel = "<domains>",
            description = "Domains to leave out, separated by commas.")
    private String excludeDomains;

    @Option(names = "--max-results", paramLabel = "<n>", description = "The most results that a search should use.")
    private Integer maxResults;

    /** The options as they are appended to the URI of an endpoint. */
    String asUriPart() {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("depth", depth.apiValue());
        options.put("fromDate", fromDate);
        options.put("toDate", toDate);
        options.put("includeDomains", includeDomains);
        options.put("excludeDomains", excludeDomains);
        options.put("maxResults", maxResults);
        StringBuilder uri = new StringBuilder();
        options.forEach((name, value) -> {
            if (value != null) {
                // RAW: a value from the command line is a value, whatever signs of a URI it contains.
                uri.append('&').append(name).append("=RAW(").append(value).append(')');
            }
        });
        return uri.toString();
    }
}

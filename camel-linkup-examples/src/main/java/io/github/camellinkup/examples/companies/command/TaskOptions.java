package io.github.camellinkup.examples.companies.command;

import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.Depth;
import io.github.camellinkup.client.model.SearchRequest;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is asked for with each task: options of the endpoint that are options of the command too. */
final class TaskOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

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

    /** @throws ParameterException if Linkup would refuse an option */
    void check() {
        SearchRequest.Builder request = SearchRequest.builder().q("any");
        try {
            byApiName().forEach(request::set);
            request.build();
        } catch (LinkupInvalidRequestException e) {
            throw new ParameterException(
                    command.commandLine(),
                    e.getDetails().stream()
                            .map(detail -> optionFor(detail.field()) + " " + detail.message())
                            .collect(Collectors.joining("; ")));
        }
    }

    /** {@code fromDate} is {@code --from-date}. */
    private static String optionFor(String field) {
        return "--" + field.replaceAll("[A-Z]", "-$0").toLowerCase(Locale.ROOT);
    }

    private Map<String, Object> byApiName() {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("depth", depth.apiValue());
        options.put("fromDate", fromDate);
        options.put("toDate", toDate);
        options.put("includeDomains", includeDomains);
        options.put("excludeDomains", excludeDomains);
        options.put("maxResults", maxResults);
        return options;
    }

    /** What one task costs at list price, in US$. */
    BigDecimal pricePerTask() {
        return new BigDecimal(depth == Depth.DEEP ? "0.055" : "0.006");
    }

    /** The options as they are appended to the URI of an endpoint. */
    String asUriPart() {
        StringBuilder uri = new StringBuilder();
        byApiName().forEach((name, value) -> {
            if (value != null) {
                // RAW: a value from the command line is a value, whatever signs of a URI it contains.
                uri.append('&').append(name).append("=RAW(").append(value).append(')');
            }
        });
        return uri.toString();
    }
}

package io.github.camellinkup.engine.spend;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camellinkup.client.model.ApiValue;
import io.github.camellinkup.client.model.FetchMode;
import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.ReasoningDepth;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.Task;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What requests cost, in US$, by Linkup's public price list. An estimate: no answer of the API tells its price, and an
 * organisation can have prices of its own. Immutable.
 *
 * <p>The list is a properties file. {@code date} is when the prices were published. The other keys name a kind of request:
 * {@code search.<depth>.<outputType>}, {@code fetch.<mode>} and {@code fetch.<mode>.renderJs},
 * {@code research.<reasoningDepth>}, and {@code fetch+schema}, which is added to a fetch with a schema. A kind that the
 * list does not name costs as much as the dearest of its operation.
 */
public final class PriceList {

    private static final String DATE = "date";
    private static final String SCHEMA = "fetch+schema";
    private static final PriceList PUBLISHED = published();

    private final String date;
    private final Map<String, BigDecimal> prices = new TreeMap<>();

    private PriceList(Properties list) {
        date = list.getProperty(DATE, "").strip();
        list.stringPropertyNames().stream()
                .filter(key -> !key.equals(DATE))
                .forEach(key -> prices.put(key, price(key, list.getProperty(key))));
        require(!date.isEmpty(), "has no " + DATE + ", such as " + DATE + " = 2026-08");
        for (String operation : new String[] {"search.", "fetch.", "research."}) {
            require(
                    prices.keySet().stream().anyMatch(key -> key.startsWith(operation)),
                    "has no price that begins with " + operation);
        }
    }

    private static BigDecimal price(String key, String value) {
        try {
            BigDecimal price = new BigDecimal(value.strip());
            require(price.signum() >= 0, "has a negative price: " + key + " = " + value);
            return price;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "The price list has a price that is no number of US$: " + key + " = " + value, e);
        }
    }

    private static void require(boolean isValid, String problem) {
        if (!isValid) {
            throw new IllegalArgumentException("The price list " + problem);
        }
    }

    /** The list in this jar. */
    public static PriceList ofLinkup() {
        return PUBLISHED;
    }

    private static PriceList published() {
        try (InputStream list = PriceList.class.getResourceAsStream("prices.properties")) {
            return read(list);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a list in UTF-8.
     *
     * @throws IllegalArgumentException if it is no price list; the message says why
     */
    public static PriceList read(InputStream list) throws IOException {
        Properties properties = new Properties();
        properties.load(new InputStreamReader(list, StandardCharsets.UTF_8));
        return new PriceList(properties);
    }

    /** When the prices were published, as the list says it. */
    public String date() {
        return date;
    }

    /** The price of a request in US$. */
    public BigDecimal priceOf(LinkupRequest request) {
        if (request instanceof SearchRequest search) {
            return priceOf("search", value(search.depth()) + "." + value(search.outputType()), false);
        }
        if (request instanceof FetchRequest fetch) {
            boolean isUnknown = fetch.mode() == null && fetch.furtherFields().containsKey("mode");
            String mode = isUnknown ? "" : value(fetch.mode() == null ? FetchMode.STANDARD : fetch.mode());
            boolean rendered = Boolean.TRUE.equals(fetch.renderJs());
            return priceOf("fetch", fetchKind(mode, rendered), fetch.schema() != null);
        }
        ResearchRequest research = (ResearchRequest) request;
        boolean isUnknown =
                research.reasoningDepth() == null && research.furtherFields().containsKey("reasoningDepth");
        ReasoningDepth depth = research.reasoningDepth() == null ? ReasoningDepth.L : research.reasoningDepth();
        return priceOf("research", isUnknown ? "" : value(depth), false);
    }

    /**
     * The price of a task in US$, by the input that Linkup reports. A failed task costs nothing.
     *
     * @return empty if the task has no input, or is of a type that this client does not know
     */
    public Optional<BigDecimal> priceOf(Task task) {
        if (task.status().isFinal() && task.error() != null) {
            return Optional.of(BigDecimal.ZERO);
        }
        return priceOfInput(task);
    }

    /** What a task costs if it does not fail. */
    Optional<BigDecimal> priceOfInput(Task task) {
        if (task.input() == null || !task.isOfKnownType()) {
            return Optional.empty();
        }
        JsonNode input = task.input().toTree();
        return Optional.of(
                switch (task.type()) {
                    case "search" ->
                        priceOf(
                                "search",
                                input.path("depth").asText() + "."
                                        + input.path("outputType").asText(),
                                false);
                    case "fetch" ->
                        priceOf(
                                "fetch",
                                fetchKind(
                                        input.path("mode").asText(value(FetchMode.STANDARD)),
                                        input.path("renderJs").asBoolean()),
                                input.path("schema").isObject());
                    default -> priceOf("research", input.path("reasoningDepth").asText(value(ReasoningDepth.L)), false);
                });
    }

    private static String fetchKind(String mode, boolean rendered) {
        return rendered ? mode + ".renderJs" : mode;
    }

    private static String value(ApiValue value) {
        return value == null ? "" : value.apiValue();
    }

    private BigDecimal priceOf(String operation, String kind, boolean hasSchema) {
        BigDecimal listed = prices.get(operation + "." + kind);
        BigDecimal price = listed == null ? highest(operation) : listed;
        return hasSchema ? price.add(prices.getOrDefault(SCHEMA, BigDecimal.ZERO)) : price;
    }

    private BigDecimal highest(String operation) {
        return prices.entrySet().stream()
                .filter(price -> price.getKey().startsWith(operation + "."))
                .map(Map.Entry::getValue)
                .max(BigDecimal::compareTo)
                .orElseThrow();
    }
}

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
import io.github.camellinkup.client.model.TaskStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What requests cost, in US$, by Linkup's public price list. An estimate: no answer of the API tells its price, and an
 * organisation can have prices of its own. Immutable.
 *
 * <p>The list is a properties file. {@code date} is when the prices were published. The other keys name a kind of request:
 * {@code search.<depth>.<outputType>}, {@code fetch.<mode>} and {@code fetch.<mode>.renderJs},
 * {@code research.<reasoningDepth>}, and {@code fetch+schema}, which is added to a fetch with a schema. A kind that another
 * list does not name costs what the list in this jar says. A kind that neither names costs as much as the dearest of its
 * operation.
 */
public final class PriceList {

    private static final Logger LOG = LoggerFactory.getLogger(PriceList.class);
    private static final String DATE = "date";
    private static final String SCHEMA = "fetch+schema";
    private static final Pattern KIND = Pattern.compile(
            "search\\.[^.]+\\.[^.]+|fetch\\.[^.]+(\\.renderJs)?|research\\.[^.]+|" + Pattern.quote(SCHEMA));
    private static final PriceList PUBLISHED = published();

    /** A kind is told in the log, and may come from a message. */
    private static final int MAX_VALUE_LENGTH = 40;

    private final String date;
    private final Map<String, BigDecimal> prices;

    private PriceList(String date, Map<String, BigDecimal> prices) {
        this.date = date;
        this.prices = prices;
    }

    /** The list in this jar. */
    public static PriceList ofLinkup() {
        return PUBLISHED;
    }

    private static PriceList published() {
        try (InputStream list = PriceList.class.getResourceAsStream("prices.properties")) {
            Properties properties = load(list);
            return new PriceList(date(properties), prices(properties, (key, known) -> "", Set.of()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a list in UTF-8. What it does not name is taken from the list in this jar.
     *
     * @param suggestion what to add to a message about a misspelt key, by the key and the right ones
     * @throws IllegalArgumentException if it is no price list; the message says why
     */
    public static PriceList read(InputStream list, BiFunction<String, Collection<String>, String> suggestion)
            throws IOException {
        Properties properties = load(list);
        String date = date(properties);
        Map<String, BigDecimal> own = prices(properties, suggestion, PUBLISHED.prices.keySet());
        Set<String> unknown = new TreeSet<>(own.keySet());
        unknown.removeAll(PUBLISHED.prices.keySet());
        if (!unknown.isEmpty()) {
            LOG.warn(
                    "The price list of {} names kinds of requests that this version does not know: {}. If one is misspelt,"
                            + " its price is not used",
                    date,
                    unknown);
        }
        Map<String, BigDecimal> all = new TreeMap<>(PUBLISHED.prices);
        all.putAll(own);
        return new PriceList(date, all);
    }

    private static Properties load(InputStream list) throws IOException {
        Properties properties = new Properties();
        properties.load(new InputStreamReader(list, StandardCharsets.UTF_8));
        return properties;
    }

    private static String date(Properties list) {
        String date = list.getProperty(DATE, "").strip();
        require(!date.isEmpty(), "has no " + DATE + ", such as " + DATE + " = 2026-08");
        return date;
    }

    private static Map<String, BigDecimal> prices(
            Properties list, BiFunction<String, Collection<String>, String> suggestion, Set<String> known) {
        Map<String, BigDecimal> prices = new TreeMap<>();
        for (String key : list.stringPropertyNames()) {
            if (!key.equals(DATE)) {
                require(
                        KIND.matcher(key).matches(),
                        "has the key " + key + ", which names no kind of request" + suggestion.apply(key, known));
                prices.put(key, price(key, list.getProperty(key)));
            }
        }
        return prices;
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

    /** When the prices were published, as the list says it. */
    public String date() {
        return date;
    }

    /** The price of a request in US$. */
    public BigDecimal priceOf(LinkupRequest request) {
        return price(kindOf(request), request instanceof FetchRequest fetch && fetch.schema() != null);
    }

    /** The kind of a request, as a list names it. */
    public String kindOf(LinkupRequest request) {
        if (request instanceof SearchRequest search) {
            return "search." + value(search, "depth", search.depth()) + "."
                    + value(search, "outputType", search.outputType());
        }
        if (request instanceof FetchRequest fetch) {
            return fetchKind(value(fetch, "mode", fetch.mode()), Boolean.TRUE.equals(fetch.renderJs()));
        }
        ResearchRequest research = (ResearchRequest) request;
        return researchKind(value(research, "reasoningDepth", research.reasoningDepth()));
    }

    /** Whether the list has a price for a kind. */
    public boolean names(String kind) {
        return prices.containsKey(kind);
    }

    /** The value of a field, also one that this version does not know; empty if it is not set. */
    private static String value(LinkupRequest request, String field, ApiValue known) {
        JsonNode unknown = request.furtherFields().get(field);
        if (known != null || unknown == null) {
            return known == null ? "" : known.apiValue();
        }
        String text = unknown.asText().replaceAll("[^\\w-]", "?");
        return text.substring(0, Math.min(text.length(), MAX_VALUE_LENGTH));
    }

    private static String fetchKind(String mode, boolean rendered) {
        return "fetch." + (mode.isEmpty() ? FetchMode.STANDARD.apiValue() : mode) + (rendered ? ".renderJs" : "");
    }

    private static String researchKind(String reasoningDepth) {
        return "research." + (reasoningDepth.isEmpty() ? ReasoningDepth.L.apiValue() : reasoningDepth);
    }

    private BigDecimal price(String kind, boolean hasSchema) {
        BigDecimal listed = prices.get(kind);
        BigDecimal price = listed == null ? highest(kind.substring(0, kind.indexOf('.') + 1)) : listed;
        return hasSchema ? price.add(prices.get(SCHEMA)) : price;
    }

    /** @param operation the beginning of its kinds */
    private BigDecimal highest(String operation) {
        return prices.entrySet().stream()
                .filter(price -> price.getKey().startsWith(operation))
                .map(Map.Entry::getValue)
                .max(BigDecimal::compareTo)
                .orElseThrow();
    }

    /** Whether a task costs nothing, because it has failed. */
    static boolean isFree(Task task) {
        return task.status() == TaskStatus.FAILED;
    }

    /**
     * The price of a task in US$, by the input that Linkup reports. A failed task costs nothing.
     *
     * @return empty if the task has no input, or is of a type that this client does not know
     */
    public Optional<BigDecimal> priceOf(Task task) {
        if (isFree(task)) {
            return Optional.of(BigDecimal.ZERO);
        }
        if (task.input() == null || !task.isOfKnownType()) {
            return Optional.empty();
        }
        JsonNode input = task.input().toTree();
        return Optional.of(
                switch (task.type()) {
                    case "search" -> price("search." + text(input, "depth") + "." + text(input, "outputType"), false);
                    case "fetch" ->
                        price(
                                fetchKind(
                                        text(input, "mode"),
                                        input.path("renderJs").asBoolean()),
                                input.path("schema").isObject());
                    default -> price(researchKind(text(input, "reasoningDepth")), false);
                });
    }

    /** Empty if the field is missing or null. */
    private static String text(JsonNode input, String field) {
        return input.path(field).asText("");
    }
}

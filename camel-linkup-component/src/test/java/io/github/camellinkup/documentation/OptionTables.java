package io.github.camellinkup.documentation;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camellinkup.component.OptionUses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables of options and headers, written from the catalog file that the build generates. */
final class OptionTables {

    private static final Pattern TABLE =
            Pattern.compile("(<!-- table: (\\S+) -->\\n)(.*?)(<!-- end table -->)", Pattern.DOTALL);

    private final Map<String, String> tables = new LinkedHashMap<>();

    /** @param catalog the component's file in the Camel catalog */
    OptionTables(JsonNode catalog) {
        // Request options have a table of their own, with the endpoints that they are for.
        tables.put("component-options", table(catalog.path("componentProperties"), option -> !option.path(
                        "configurationClass")
                .asText()
                .endsWith(".LinkupRequestConfiguration")));
        JsonNode options = catalog.path("properties");
        tables.put("path-options", table(options, option -> "path"
                .equals(option.path("kind").asText())));
        tables.put("common-options", usesTable(options, parameter(label -> !isProducer(label) && !isConsumer(label))));
        tables.put("producer-options", usesTable(options, parameter(OptionTables::isProducer)));
        tables.put("consumer-options", table(options, parameter(OptionTables::isConsumer)));
        tables.put("headers", table(catalog.path("headers"), header -> true));
    }

    private static Predicate<JsonNode> parameter(Predicate<String> label) {
        return option -> "parameter".equals(option.path("kind").asText())
                && label.test(option.path("label").asText());
    }

    private static boolean isProducer(String label) {
        return label.startsWith("producer");
    }

    private static boolean isConsumer(String label) {
        return label.startsWith("consumer") || label.equals("scheduler");
    }

    /** The page with every table as the catalog has it now. */
    String refreshed(String page) {
        Matcher marker = TABLE.matcher(page);
        StringBuilder refreshed = new StringBuilder();
        while (marker.find()) {
            String table = tables.get(marker.group(2));
            if (table == null) {
                throw new IllegalStateException("There is no table " + marker.group(2) + ", only " + tables.keySet());
            }
            marker.appendReplacement(refreshed, Matcher.quoteReplacement(marker.group(1) + table + marker.group(4)));
        }
        return marker.appendTail(refreshed).toString();
    }

    private static String table(JsonNode options, Predicate<JsonNode> wanted) {
        return table("| name | description | default | type |", options, wanted, OptionTables::row);
    }

    /** A table that says for each option which endpoints it is for. */
    private static String usesTable(JsonNode options, Predicate<JsonNode> wanted) {
        return table(
                "| name | description | default | type | for |",
                options,
                wanted,
                (name, option) -> row(name, option) + " " + OptionUses.of(name) + " |");
    }

    private static String table(
            String heading, JsonNode options, Predicate<JsonNode> wanted, BiFunction<String, JsonNode, String> row) {
        List<String> rows = new ArrayList<>();
        rows.add(heading);
        rows.add(heading.replaceAll("[a-z ]+", "---"));
        options.properties().stream()
                .filter(option -> wanted.test(option.getValue()))
                .map(option -> row.apply(option.getKey(), option.getValue()))
                .forEach(rows::add);
        return String.join("\n", rows) + "\n";
    }

    private static String row(String name, JsonNode option) {
        String description = option.path("description").asText();
        if (option.has("enum")) {
            List<String> choices = new ArrayList<>();
            option.path("enum").forEach(choice -> choices.add("`" + choice.asText() + "`"));
            description += " One of " + String.join(", ", choices) + ".";
        }
        String type = option.path("javaType").asText().replaceAll("<.*>", "").replaceAll(".*\\.", "");
        String defaultValue = option.path("defaultValue").asText();
        return "| `" + name + "` | " + description.replace("|", "\\|") + " | "
                + (defaultValue.isEmpty() ? "" : "`" + defaultValue + "`") + " | " + type + " |";
    }
}

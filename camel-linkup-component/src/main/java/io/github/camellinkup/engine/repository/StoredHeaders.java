package io.github.camellinkup.engine.repository;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.RawJson;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Kept headers as JSON text. Texts, booleans and integers stand as they are, lists as arrays. Every other value is an
 * object with one field, which names its type: {@code {"orders":{"long":"17"},"more":{"map":{"a":"b"}}}}. Reading creates
 * values of these types only.
 */
final class StoredHeaders {

    private static final String MAP = "map";
    private static final int DEEPEST = 20;

    /** In bytes of UTF-8. MariaDB takes 16 MB in one statement by default, and every read of the task loads the headers. */
    private static final int LARGEST = 10_000_000;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private StoredHeaders() {}

    /**
     * @return the headers as JSON, null if there are none
     * @throws LinkupInvalidRequestException if a header is of a type that cannot be kept, or the headers are too large
     */
    static String write(Map<String, Object> headers) {
        if (headers.isEmpty()) {
            return null;
        }
        ObjectNode node = NODES.objectNode();
        headers.forEach((name, value) ->
                node.set(StorableText.check("header", name), node("header '" + name + "'", value, DEEPEST)));
        String json = node.toString();
        if (isTooLarge(json)) {
            String largest = Collections.max(node.properties(), Comparator.comparingInt(each -> each.getValue()
                            .toString()
                            .length()))
                    .getKey();
            throw LinkupInvalidRequestException.of(
                    "header '" + largest + "'",
                    "is too large for a database: as text all kept headers of a task may have " + LARGEST
                            + " bytes together");
        }
        return json;
    }

    private static boolean isTooLarge(String json) {
        // A character has three bytes at the most.
        return json.length() > LARGEST / 3 && json.getBytes(StandardCharsets.UTF_8).length > LARGEST;
    }

    private static JsonNode node(String header, Object value, int depth) {
        if (depth == 0) {
            throw rejected(header, "is nested deeper than " + DEEPEST + " levels");
        }
        if (value == null) {
            return NullNode.instance;
        }
        if (value instanceof String text) {
            return NODES.textNode(StorableText.check(header, text));
        }
        if (value instanceof Boolean flag) {
            return NODES.booleanNode(flag);
        }
        if (value instanceof Integer number) {
            return NODES.numberNode(number);
        }
        if (value instanceof List<?> list) {
            ArrayNode array = NODES.arrayNode();
            list.forEach(element -> array.add(node(header, element, depth - 1)));
            return array;
        }
        if (value instanceof Map<?, ?> map) {
            return NODES.objectNode().set(MAP, mapNode(header, map, depth));
        }
        HeaderType type = HeaderType.of(value)
                .orElseThrow(() -> rejected(header, "is a " + value.getClass().getName()));
        return NODES.objectNode().put(type.text(), type.write(value));
    }

    private static ObjectNode mapNode(String header, Map<?, ?> map, int depth) {
        ObjectNode node = NODES.objectNode();
        map.forEach((key, value) -> {
            if (!(key instanceof String name)) {
                throw rejected(header, "is a map with a key that is not a text");
            }
            node.set(StorableText.check(header, name), node(header, value, depth - 1));
        });
        return node;
    }

    private static LinkupInvalidRequestException rejected(String header, String why) {
        return LinkupInvalidRequestException.of(
                header,
                why + ", which a database cannot keep: a kept header is a text, boolean, number, date or time, UUID or"
                        + " byte[], or a list or map of those");
    }

    /** @throws IllegalArgumentException if the text is not what {@link #write} wrote */
    static Map<String, Object> read(String json) {
        if (json == null) {
            return Map.of();
        }
        try {
            return map(RawJson.wrap(json.getBytes(StandardCharsets.UTF_8)).toTree());
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException("The headers are not JSON", e);
        }
    }

    private static Map<String, Object> map(JsonNode node) {
        if (!node.isObject()) {
            throw new IllegalArgumentException("The headers are not a JSON object");
        }
        Map<String, Object> map = new LinkedHashMap<>();
        node.properties().forEach(property -> map.put(property.getKey(), value(property.getValue())));
        return Collections.unmodifiableMap(map);
    }

    private static Object value(JsonNode node) {
        return switch (node.getNodeType()) {
            case NULL -> null;
            case STRING -> node.textValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> node.intValue();
            case ARRAY -> list(node);
            case OBJECT -> typed(node);
            default -> throw new IllegalArgumentException("The headers hold JSON of type " + node.getNodeType());
        };
    }

    private static List<Object> list(JsonNode array) {
        List<Object> list = new ArrayList<>(array.size());
        array.forEach(element -> list.add(value(element)));
        return Collections.unmodifiableList(list);
    }

    private static Object typed(JsonNode node) {
        if (node.size() != 1) {
            throw new IllegalArgumentException("A header of a named type must have exactly one field");
        }
        Map.Entry<String, JsonNode> only = node.properties().iterator().next();
        return MAP.equals(only.getKey())
                ? map(only.getValue())
                : HeaderType.named(only.getKey()).read(only.getValue().asText());
    }
}

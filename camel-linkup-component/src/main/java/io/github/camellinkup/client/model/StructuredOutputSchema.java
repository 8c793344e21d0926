package io.github.camellinkup.client.model;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/**
 * The JSON Schema that a structured answer has to fit. Its root type is {@code object}. It travels as a string that
 * holds the schema, which is how the API takes it.
 *
 * @param json the schema as JSON text
 */
public record StructuredOutputSchema(@JsonValue String json) {

    static final String FIELD = "structuredOutputSchema";

    /** An answer has the schema of its request in it, some levels deeper. Schemas of real use have some ten levels. */
    private static final int MAX_DEPTH = 100;

    /** Its own limit of depth would be reported as if the text were no JSON. */
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * @throws LinkupInvalidRequestException if the text is no JSON object, its {@code type} is not object, or it is nested
     *     deeper than 100 levels
     */
    public StructuredOutputSchema {
        JsonNode schema = parse(json);
        requireDepth(schema);
        requireObjectSchema(schema);
    }

    /**
     * A schema from a tree.
     *
     * @throws LinkupInvalidRequestException if the tree is no object, its {@code type} is not object, or it is nested deeper
     *     than 100 levels
     */
    public static StructuredOutputSchema of(JsonNode schema) {
        requireDepth(schema);
        return new StructuredOutputSchema(schema.toString());
    }

    /** A schema from a map, as {@link #of(JsonNode)}. */
    static StructuredOutputSchema of(Map<?, ?> schema) {
        requireDepth(schema);
        try {
            return of(JsonMappers.MAPPER.<JsonNode>valueToTree(schema));
        } catch (IllegalArgumentException e) {
            throw LinkupInvalidRequestException.of(FIELD, "cannot be written as JSON: " + e.getMessage());
        }
    }

    private static void requireDepth(Object schema) {
        if (isDeeper(schema, MAX_DEPTH)) {
            throw LinkupInvalidRequestException.of(FIELD, "must not be nested deeper than " + MAX_DEPTH + " levels");
        }
    }

    /** Looks no deeper than the levels, so that a map which has itself in it does no harm. */
    private static boolean isDeeper(Object value, int levels) {
        Iterable<?> children = children(value);
        if (children == null) {
            return false;
        }
        if (levels == 0) {
            return true;
        }
        for (Object child : children) {
            if (isDeeper(child, levels - 1)) {
                return true;
            }
        }
        return false;
    }

    private static Iterable<?> children(Object value) {
        if (value instanceof JsonNode node) {
            return node.isContainerNode() ? node : null;
        }
        if (value instanceof Object[] array) {
            return Arrays.asList(array);
        }
        return value instanceof Map<?, ?> map ? map.values() : value instanceof Collection<?> list ? list : null;
    }

    private static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json == null ? "" : json);
        } catch (JsonProcessingException e) {
            throw LinkupInvalidRequestException.of(
                    FIELD, "must be a JSON Schema as JSON text, but it is not JSON: " + e.getOriginalMessage());
        }
    }

    private static void requireObjectSchema(JsonNode schema) {
        if (!schema.isObject()) {
            throw LinkupInvalidRequestException.of(
                    FIELD, "must be a JSON object that holds a JSON Schema, but it is " + kind(schema));
        }
        if (!"object".equals(schema.path("type").asText())) {
            throw LinkupInvalidRequestException.of(
                    FIELD, "must be a JSON Schema whose root type is object: add \"type\": \"object\"");
        }
    }

    private static String kind(JsonNode node) {
        return node.isMissingNode()
                ? "empty"
                : "of JSON type " + node.getNodeType().name().toLowerCase(Locale.ROOT);
    }
}

package io.github.camellinkup.client.model;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import java.util.Locale;

/**
 * The JSON Schema that a structured answer has to fit. Its root type is {@code object}. It travels as a string that
 * holds the schema, which is how the API takes it.
 *
 * @param json the schema as JSON text
 */
public record StructuredOutputSchema(@JsonValue String json) {

    static final String FIELD = "structuredOutputSchema";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** @throws LinkupInvalidRequestException if the text is no JSON object, or its {@code type} is not object */
    public StructuredOutputSchema {
        requireObjectSchema(parse(json));
    }

    /**
     * A schema from a tree.
     *
     * @throws LinkupInvalidRequestException if the tree is no object, or its {@code type} is not object
     */
    public static StructuredOutputSchema of(JsonNode schema) {
        return new StructuredOutputSchema(schema.toString());
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

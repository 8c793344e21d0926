package io.github.camellinkup.client.model;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.util.StdConverter;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The JSON Schema of a structured answer, or of the data of a fetched page. Its root type is {@code object}. Searches and
 * research send it as a string that contains the schema, as the API requires, and fetches as an object.
 *
 * @param json the schema as JSON text
 */
public record StructuredOutputSchema(@JsonValue String json) {

    static final String FIELD = "structuredOutputSchema";

    /** An answer repeats the schema of its request, some levels deeper. Real schemas have some ten levels. */
    private static final int MAX_DEPTH = 100;

    /** Stops at the greatest depth, also for a map that contains itself. */
    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(Json.constraints(MAX_DEPTH))
                    .streamWriteConstraints(StreamWriteConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * @throws LinkupInvalidRequestException if the text is not a JSON object, its {@code type} is not object, or it is
     *     nested deeper than 100 levels
     */
    public StructuredOutputSchema {
        try {
            requireObjectSchema(MAPPER.readTree(json == null ? "" : json));
        } catch (JsonProcessingException e) {
            throw invalid("must be a JSON Schema as JSON text, but it is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * A schema from a tree.
     *
     * @throws LinkupInvalidRequestException if the tree is not an object, its {@code type} is not object, or it is nested
     *     deeper than 100 levels
     */
    public static StructuredOutputSchema of(JsonNode schema) {
        return ofValue(schema);
    }

    /** Writes a schema as the object that it is. */
    static final class AsObject extends StdConverter<StructuredOutputSchema, JsonNode> {

        @Override
        public JsonNode convert(StructuredOutputSchema schema) {
            return RawJson.wrap(schema.json().getBytes(StandardCharsets.UTF_8)).toTree();
        }
    }

    /** A schema from a tree or a map, as {@link #of(JsonNode)}. */
    static StructuredOutputSchema ofValue(Object schema) {
        try {
            return new StructuredOutputSchema(MAPPER.writeValueAsString(schema));
        } catch (JsonProcessingException e) {
            throw invalid("cannot be written as JSON: " + e.getMessage(), e);
        }
    }

    private static void requireObjectSchema(JsonNode schema) {
        if (!schema.isObject()) {
            throw LinkupInvalidRequestException.of(
                    FIELD, "must be a JSON object that contains a JSON Schema, but it is " + kind(schema));
        }
        if (!"object".equals(schema.path("type").asText())) {
            throw LinkupInvalidRequestException.of(
                    FIELD, "must be a JSON Schema whose root type is object: add \"type\": \"object\"");
        }
    }

    private static LinkupInvalidRequestException invalid(String problem, JsonProcessingException cause) {
        boolean isTooDeep =
                cause instanceof StreamConstraintsException || cause.getCause() instanceof StreamConstraintsException;
        return LinkupInvalidRequestException.of(
                FIELD, isTooDeep ? "must not be nested deeper than " + MAX_DEPTH + " levels" : problem);
    }

    private static String kind(JsonNode node) {
        return node.isMissingNode()
                ? "empty"
                : "of JSON type " + node.getNodeType().name().toLowerCase(Locale.ROOT);
    }
}

package io.github.camellinkup.client.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * The JSON mapper of this client, and how values of answers are read: a scalar of another type than expected is read as
 * text, because the API may change it.
 */
final class Json {

    /** More than the depth of any accepted schema, and less than what overflows the stack of a thread. */
    static final int MAX_NESTING_DEPTH = 1000;

    /**
     * Keeps numbers as they were sent. It is lenient, so that an oddity in one task does not make its page unreadable:
     * models write endless decimals, and sites have control characters in their texts.
     */
    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(constraints(MAX_NESTING_DEPTH))
                    .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
                    .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final int MAX_DIGITS = 1000;

    private Json() {}

    /** Limits only the depth: the size of texts, names and numbers is limited by the size of the whole. */
    static StreamReadConstraints constraints(int maxDepth) {
        return StreamReadConstraints.builder()
                .maxNestingDepth(maxDepth)
                .maxStringLength(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
                .maxNumberLength(Integer.MAX_VALUE)
                .build();
    }

    /** Makes sure that a token is the one expected. */
    static void expect(JsonToken token, JsonToken wanted, String name) throws IOException {
        if (token != wanted) {
            throw new IOException(name + " was expected, but it is " + kind(token));
        }
    }

    /** Makes sure that nothing follows. */
    static void end(JsonParser parser) throws IOException {
        if (parser.nextToken() != null) {
            throw new IOException("something follows the end of the JSON");
        }
    }

    /** The next value as text; null for null, objects and arrays. */
    static String text(JsonParser parser) throws IOException {
        if (parser.nextToken().isScalarValue()) {
            return parser.currentToken() == JsonToken.VALUE_NULL ? null : parser.getText();
        }
        parser.skipChildren();
        return null;
    }

    /** A field as text; null if it is missing, null, an object or an array. */
    static String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isValueNode() && !value.isNull() ? value.asText() : null;
    }

    /** Skips the next value. */
    static void skip(JsonParser parser) throws IOException {
        parser.nextToken();
        parser.skipChildren();
    }

    /** A text as a number; null if it is not a number, or one of more than a thousand digits. */
    static BigDecimal decimal(String text) {
        if (text == null || text.length() > MAX_DIGITS) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(text);
            return Math.abs((long) number.scale()) > MAX_DIGITS ? null : number;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static String kind(JsonToken token) {
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a text";
            case VALUE_NULL -> "null";
            default -> "another value";
        };
    }
}

package io.github.camellinkup.client.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;

/** Reads values of answers. A scalar of another type than expected is read as text: the API may change it. */
final class JsonFields {

    private static final int MAX_DIGITS = 1000;

    private JsonFields() {}

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

package io.github.camellinkup.client.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads values while a parser walks over an answer once. Scalars are read with tolerance, as new kinds of value appear
 * without notice; an object or a list that is of another kind is an error.
 */
final class JsonFields {

    /** Reads the element at which the parser stands, which is the start of an object, up to the end of that object. */
    @FunctionalInterface
    interface ElementReader<T> {
        T read(JsonParser parser) throws IOException;
    }

    private static final int MAX_DIGITS = 1000;

    private JsonFields() {}

    /** Moves to the first token, which has to start an object. */
    static void startObject(JsonParser parser) throws IOException {
        expect(parser.nextToken(), JsonToken.START_OBJECT, "an object");
    }

    /** Moves to the first token, which has to start an array. */
    static void startArray(JsonParser parser) throws IOException {
        expect(parser.nextToken(), JsonToken.START_ARRAY, "an array");
    }

    /** Makes sure that nothing follows. */
    static void end(JsonParser parser) throws IOException {
        if (parser.nextToken() != null) {
            throw new IOException("something follows the end of the JSON");
        }
    }

    /** The next value as text; null for null, objects and arrays. */
    static String text(JsonParser parser) throws IOException {
        String text = parser.nextTextValue();
        if (text != null) {
            return text;
        }
        if (parser.currentToken().isStructStart()) {
            parser.skipChildren();
            return null;
        }
        return parser.currentToken() == JsonToken.VALUE_NULL ? null : parser.getText();
    }

    /** The next value as a whole number; the alternative if it is none. */
    static long number(JsonParser parser, long alternative) throws IOException {
        BigDecimal number = decimal(text(parser));
        return number == null ? alternative : number.longValue();
    }

    /** A text as a number; null if it is none, or none that can be meant: none of a thousand digits. */
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

    /** Passes over the next value. */
    static void skip(JsonParser parser) throws IOException {
        parser.nextToken();
        parser.skipChildren();
    }

    /** The objects of the next value, which is a list or null. Elements that are no objects are passed over. */
    static <T> List<T> objects(JsonParser parser, String field, ElementReader<T> reader) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_NULL) {
            return List.of();
        }
        expect(token, JsonToken.START_ARRAY, "an array in " + field);
        List<T> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                elements.add(reader.read(parser));
            } else {
                parser.skipChildren();
            }
        }
        return elements;
    }

    private static void expect(JsonToken token, JsonToken wanted, String name) throws IOException {
        if (token != wanted) {
            throw new IOException(name + " was expected, but " + kind(token) + " came");
        }
    }

    /** What came, for messages. */
    static String kind(JsonToken token) {
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

package io.github.camellinkup.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * Makes JSON that a JSON Schema describes. The same schema and question always give the same JSON. It knows what
 * schemas for structured answers are made of (objects, arrays, strings, numbers, booleans, enums, constants,
 * references, alternatives, formats and bounds), not the whole of JSON Schema: of patterns it knows those of dates, times
 * and other usual texts.
 */
final class SchemaSampler {

    /** A schema that refers to itself is followed this far, then answered with null. */
    private static final int DEEPEST = 12;

    private final JsonNode root;
    private final String question;

    SchemaSampler(JsonNode schema, String question) {
        this.root = schema;
        this.question = question;
    }

    JsonNode sample() {
        return sample(root, "", "", 0);
    }

    private JsonNode sample(JsonNode schema, String name, String path, int depth) {
        if (depth > DEEPEST) {
            return NullNode.getInstance();
        }
        if (schema.has("$ref")) {
            return sample(referred(schema.get("$ref").asText()), name, path, depth + 1);
        }
        if (schema.has("const")) {
            return schema.get("const");
        }
        if (schema.path("enum").size() > 0) {
            JsonNode choices = schema.get("enum");
            return choices.get(number(path, choices.size()));
        }
        for (String alternatives : new String[] {"anyOf", "oneOf"}) {
            if (schema.path(alternatives).size() > 0) {
                return sample(firstThatIsNotNull(schema.get(alternatives)), name, path, depth + 1);
            }
        }
        return switch (type(schema)) {
            case "object" -> object(schema, path, depth);
            case "array" -> array(schema, name, path, depth);
            case "integer" ->
                LongNode.valueOf(bounded(schema, name, path)
                        .setScale(0, RoundingMode.CEILING)
                        .longValue());
            case "number" -> DecimalNode.valueOf(bounded(schema, name, path));
            case "boolean" -> BooleanNode.valueOf(number(path, 2) == 1);
            case "null" -> NullNode.getInstance();
            default -> TextNode.valueOf(new SampleText(question, path).forField(schema, name));
        };
    }

    private JsonNode referred(String reference) {
        return reference.startsWith("#") ? root.at(reference.substring(1)) : Json.object();
    }

    private static JsonNode firstThatIsNotNull(JsonNode alternatives) {
        for (JsonNode alternative : alternatives) {
            if (!type(alternative).equals("null")) {
                return alternative;
            }
        }
        return alternatives.get(0);
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isTextual()) {
            return type.textValue();
        }
        for (JsonNode alternative : type) {
            if (!alternative.asText().equals("null")) {
                return alternative.asText();
            }
        }
        if (schema.has("properties") || schema.has("allOf")) {
            return "object";
        }
        return schema.has("items") ? "array" : "string";
    }

    private ObjectNode object(JsonNode schema, String path, int depth) {
        ObjectNode object = Json.object();
        for (JsonNode part : schema.path("allOf")) {
            if (sample(part, "", path, depth + 1) instanceof ObjectNode fields) {
                object.setAll(fields);
            }
        }
        schema.path("properties")
                .properties()
                .forEach(property -> object.set(
                        property.getKey(),
                        sample(property.getValue(), property.getKey(), path + "/" + property.getKey(), depth + 1)));
        return object;
    }

    private ArrayNode array(JsonNode schema, String name, String path, int depth) {
        int least = schema.path("minItems").asInt(0);
        int most = schema.path("maxItems").asInt(Integer.MAX_VALUE);
        int size = Math.min(most, Math.max(least, 2));
        ArrayNode array = Json.array();
        // A list that holds lists of its own kind ends here, instead of doubling with every level.
        for (int index = 0; index < size && (depth < DEEPEST / 2 || index < least); index++) {
            array.add(sample(schema.path("items"), name, path + "/" + index, depth + 1));
        }
        return array;
    }

    private BigDecimal bounded(JsonNode schema, String name, String path) {
        boolean year = name.toLowerCase(Locale.ROOT).endsWith("year");
        BigDecimal value = BigDecimal.valueOf(year ? 1950 + number(path, 75) : 1 + number(path, 1000));
        BigDecimal step = schema.has("multipleOf") ? schema.get("multipleOf").decimalValue() : BigDecimal.ONE;
        BigDecimal least = bound(schema, "minimum", "exclusiveMinimum", step);
        BigDecimal most = bound(schema, "maximum", "exclusiveMaximum", step.negate());
        if (most != null && value.compareTo(most) > 0) {
            value = most;
        }
        if (least != null && value.compareTo(least) < 0) {
            value = least;
        }
        return schema.has("multipleOf")
                ? value.divide(step, 0, RoundingMode.CEILING).multiply(step)
                : value;
    }

    private static BigDecimal bound(JsonNode schema, String inclusive, String exclusive, BigDecimal step) {
        if (schema.path(inclusive).isNumber()) {
            return schema.get(inclusive).decimalValue();
        }
        return schema.path(exclusive).isNumber()
                ? schema.get(exclusive).decimalValue().add(step)
                : null;
    }

    private int number(String path, int bound) {
        return SampleText.number(question + path, bound);
    }
}

package io.github.camellinkup.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;

/**
 * JSON as a service in JavaScript gives it back: every number there is a double, and one that is too large is written as
 * null.
 */
final class JavaScriptNumbers {

    private JavaScriptNumbers() {}

    static JsonNode of(JsonNode json) {
        if (json.isNumber()) {
            return number(json.doubleValue());
        }
        if (json.isObject()) {
            ObjectNode object = Json.object();
            json.properties().forEach(field -> object.set(field.getKey(), of(field.getValue())));
            return object;
        }
        if (json.isArray()) {
            ArrayNode array = Json.array();
            json.forEach(element -> array.add(of(element)));
            return array;
        }
        return json;
    }

    private static JsonNode number(double value) {
        if (!Double.isFinite(value)) {
            return NullNode.getInstance();
        }
        // JavaScript writes -0 as 0, and 5.0 as 5.
        return value == 0
                ? DecimalNode.ZERO
                : DecimalNode.valueOf(BigDecimal.valueOf(value).stripTrailingZeros());
    }
}

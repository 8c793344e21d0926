package io.github.camellinkup.test;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camellinkup.test.ApiError.Detail;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** Checks the fields of one JSON object and notes what is wrong. A field that is null counts as not sent. */
final class InputCheck {

    private final JsonNode input;
    private final String prefix;
    private final List<Detail> problems;
    private final boolean takesNewValues;

    /** @param takesNewValues whether a choice may have any text as its value */
    InputCheck(JsonNode input, String prefix, List<Detail> problems, boolean takesNewValues) {
        this.input = input;
        this.prefix = prefix;
        this.problems = problems;
        this.takesNewValues = takesNewValues;
    }

    private JsonNode sent(String field) {
        JsonNode value = input.get(field);
        return value == null || value.isNull() ? null : value;
    }

    private boolean expect(boolean condition, String field, String rule) {
        if (!condition) {
            problems.add(new Detail(prefix + field, field + " " + rule));
        }
        return condition;
    }

    private boolean require(String field) {
        return expect(sent(field) != null, field, "is required");
    }

    void requireText(String field) {
        if (require(field) && expect(sent(field).isTextual(), field, "must be a string")) {
            expect(!sent(field).textValue().isBlank(), field, "must not be empty");
        }
    }

    void requireChoice(String field, String... choices) {
        if (require(field)) {
            choice(field, choices);
        }
    }

    void choice(String field, String... choices) {
        JsonNode value = sent(field);
        if (value != null) {
            expect(
                    value.isTextual() && (takesNewValues || List.of(choices).contains(value.textValue())),
                    field,
                    "must be one of: " + String.join(", ", choices));
        }
    }

    void flags(String... fields) {
        for (String field : fields) {
            expect(sent(field) == null || sent(field).isBoolean(), field, "must be a boolean");
        }
    }

    void atLeastOne(String field) {
        JsonNode value = sent(field);
        expect(
                value == null
                        || value.isIntegralNumber() && value.decimalValue().signum() > 0,
                field,
                "must be an integer, 1 or more");
    }

    void texts(String field, int most) {
        JsonNode values = sent(field);
        if (values == null || !expect(values.isArray(), field, "must be an array of strings")) {
            return;
        }
        for (JsonNode value : values) {
            if (!expect(value.isTextual(), field, "must be an array of strings")) {
                return;
            }
        }
        expect(values.size() <= most, field, "must hold at most " + most + " entries");
    }

    void requireUrl(String field) {
        if (require(field) && expect(sent(field).isTextual(), field, "must be a string")) {
            expect(isWebAddress(sent(field).textValue()), field, "must be an http or https URL");
        }
    }

    /** As browsers see it, which take signs that {@link java.net.URI} refuses, such as a bar in the query. */
    private static boolean isWebAddress(String text) {
        return text.matches("(?i)https?://[^\\s\\p{Z}/?#:][^\\s\\p{Z}/?#]*([/?#]\\S*)?");
    }

    /** The schema of a fetch, which travels as an object, and the instructions that go with it. */
    void pageSchema() {
        JsonNode schema = sent("schema");
        if (schema != null && expect(schema.isObject(), "schema", "must be a JSON object")) {
            expect("object".equals(schema.path("type").textValue()), "schema", "must have a root of type object");
        }
        JsonNode instructions = sent("instructions");
        if (instructions != null
                && expect(instructions.isTextual(), "instructions", "must be a string")
                && expect(schema != null, "instructions", "is only allowed with schema")) {
            expect(instructions.textValue().length() <= 4000, "instructions", "must have at most 4000 characters");
        }
    }

    void schema() {
        String field = "structuredOutputSchema";
        JsonNode schema = sent(field);
        if (schema == null) {
            boolean structured = "structured".equals(input.path("outputType").textValue());
            expect(!structured, field, "is required when outputType is structured");
        } else if (expect(schema.isTextual(), field, "must be a string that holds a JSON Schema")) {
            JsonNode parsed = Json.parse(schema.textValue());
            if (expect(parsed.isObject(), field, "must hold a JSON object")) {
                expect("object".equals(parsed.path("type").textValue()), field, "must have a root of type object");
            }
        }
    }

    void dates() {
        Instant from = date("fromDate");
        Instant to = date("toDate");
        if (from != null && to != null) {
            expect(!from.isAfter(to), "fromDate", "must not be after toDate");
        }
    }

    private Instant date(String field) {
        JsonNode value = sent(field);
        if (value == null) {
            return null;
        }
        Instant date = value.isTextual() ? instant(value.textValue()) : null;
        boolean readable = expect(date != null, field, "must be an ISO 8601 date or date-time");
        return readable && expect(!date.isBefore(Instant.EPOCH), field, "must not be before 1970-01-01") ? date : null;
    }

    private static Instant instant(String text) {
        try {
            if (text.length() == "2026-01-31".length()) {
                return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
            }
            boolean hasOffset = text.matches(".*T.*(Z|[+-]\\d\\d(:?\\d\\d)?)");
            return hasOffset
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }
}

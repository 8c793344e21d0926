package io.github.camellinkup.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaSamplerTest {

    @Test
    void walksObjectsArraysAndReferences() {
        JsonNode company = sample("""
                {"type":"object","properties":{
                   "name":{"type":"string"},
                   "offices":{"type":"array","minItems":3,"items":{"$ref":"#/$defs/office"}},
                   "head":{"anyOf":[{"type":"null"},{"$ref":"#/$defs/person"}]},
                   "listed":{"type":["boolean","null"]},
                   "any":{}},
                 "$defs":{"office":{"type":"object","properties":{"city":{"type":"string"}}},
                          "person":{"allOf":[{"$ref":"#/$defs/named"}],"properties":{"age":{"type":"integer"}}},
                          "named":{"type":"object","properties":{"first":{"type":"string"}}}}}""");

        assertThat(company.get("name").isTextual()).isTrue();
        assertThat(company.get("offices"))
                .hasSize(3)
                .allSatisfy(office -> assertThat(office.get("city").isTextual()).isTrue());
        assertThat(company.at("/head/first").isTextual()).isTrue();
        assertThat(company.at("/head/age").isIntegralNumber()).isTrue();
        assertThat(company.get("listed").isBoolean()).isTrue();
        assertThat(company.get("any").isTextual()).isTrue();
    }

    @Test
    void keepsToEnumsConstantsAndBounds() {
        JsonNode sample = sample("""
                {"type":"object","properties":{
                   "size":{"enum":["S","M","L"]},
                   "kind":{"const":"company"},
                   "rating":{"type":"number","minimum":0,"maximum":5},
                   "positive":{"type":"integer","exclusiveMinimum":5000},
                   "dozen":{"type":"integer","multipleOf":12},
                   "code":{"type":"string","maxLength":3},
                   "text":{"type":"string","minLength":50},
                   "one":{"type":"array","maxItems":1,"items":{"type":"string"}}}}""");

        assertThat(sample.get("size").asText()).isIn("S", "M", "L");
        assertThat(sample.get("kind").asText()).isEqualTo("company");
        assertThat(sample.get("rating").asDouble()).isBetween(0.0, 5.0);
        assertThat(sample.get("positive").asInt()).isGreaterThan(5000);
        assertThat(sample.get("dozen").asInt() % 12).isZero();
        assertThat(sample.get("code").asText()).hasSizeLessThanOrEqualTo(3);
        assertThat(sample.get("text").asText()).hasSizeGreaterThanOrEqualTo(50);
        assertThat(sample.get("one")).hasSize(1);
    }

    @Test
    void formatsAndNamesAreKept() {
        JsonNode sample = sample("""
                {"type":"object","properties":{
                   "website":{"type":"string"},"logoUrl":{"type":"string"},"email":{"type":"string"},
                   "foundedYear":{"type":"integer"},"at":{"type":"string","format":"date-time"},
                   "day":{"type":"string","format":"date"},"id":{"type":"string","format":"uuid"},
                   "where":{"type":"string","format":"uri"}}}""");

        assertThat(sample.get("website").asText()).startsWith("https://example.com/");
        assertThat(sample.get("logoUrl").asText()).startsWith("https://example.com/");
        assertThat(sample.get("where").asText()).startsWith("https://example.com/");
        assertThat(sample.get("email").asText()).endsWith("@example.com");
        assertThat(sample.get("foundedYear").asInt()).isBetween(1950, 2025);
        assertThat(Instant.parse(sample.get("at").asText())).isNotNull();
        assertThat(LocalDate.parse(sample.get("day").asText())).isNotNull();
        assertThat(UUID.fromString(sample.get("id").asText())).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d)?$",
                "^\\d\\d:\\d\\d(:\\d\\d)?$",
                "^\\d{4}-(0[1-9]|1[0-2])$",
                "^--\\d\\d-\\d\\d$",
                "^PT(\\d+H)?$",
                "^P(\\d+D)?$",
                "^[A-Z]{3}$",
                "^https?://"
            })
    void usualPatternsAreKept(String pattern) {
        ObjectNode schema = Json.object().put("type", "string").put("pattern", pattern);

        assertThat(sample(schema.toString()).textValue()).containsPattern(pattern);
    }

    @Test
    void aPatternThatNoUsualTextMatchesOrThatIsNoneGivesAnyText() {
        assertThat(sample("{\"type\":\"string\",\"pattern\":\"^\\\\w{40}!$\"}").textValue())
                .isNotEmpty();
        assertThat(sample("{\"type\":\"string\",\"pattern\":\"(\"}").textValue())
                .isNotEmpty();
    }

    @Test
    void datesInOtherFormatsAndBytesAreKept() {
        JsonNode sample = sample("""
                {"type":"object","properties":{
                   "day":{"type":"string","format":"dd.MM.yyyy"},
                   "bytes":{"type":"string","contentEncoding":"base64"}}}""");

        assertThat(sample.get("day").asText()).matches("\\d\\d\\.\\d\\d\\.20\\d\\d");
        assertThat(Base64.getDecoder().decode(sample.get("bytes").asText())).isNotEmpty();
    }

    @Test
    void aSchemaThatRefersToItselfEnds() {
        String schema = """
                {"type":"object","properties":{"name":{"type":"string"},"children":{"type":"array","items":{"$ref":"#"}}}}""";

        assertThat(sample(schema).at("/children/0/name").isTextual()).isTrue();
        assertThat(sample(schema).toString()).hasSizeLessThan(10_000);
    }

    @Test
    void aReferenceThatLeadsNowhereStillGivesSomething() {
        assertThat(sample("{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/$defs/none\"}}}")
                        .has("a"))
                .isTrue();
        assertThat(sample("{\"$ref\":\"#\"}").isNull()).isTrue();
    }

    private static JsonNode sample(String schema) {
        return new SchemaSampler(Json.parse(schema), "question").sample();
    }
}

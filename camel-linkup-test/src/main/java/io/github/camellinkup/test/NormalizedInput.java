package io.github.camellinkup.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * The input as a task shows it: defaults filled in, what was not sent null, and the schema as the object that it is
 * although it travels to the service as a string. Numbers are as JavaScript keeps them. Fields that the stand-in does not
 * know follow as they were sent.
 */
final class NormalizedInput {

    private static final ObjectNode SEARCH = (ObjectNode) Json.parse("""
            {"q":null,"depth":null,"outputType":null,"structuredOutputSchema":null,"includeImages":false,
             "includeInlineCitations":false,"includeSources":false,"fromDate":null,"toDate":null,
             "includeDomains":null,"excludeDomains":null,"maxResults":null}""");
    private static final ObjectNode FETCH = (ObjectNode) Json.parse("""
            {"url":null,"renderJs":false,"includeRawContent":false,"includeRawHtml":false,"extractImages":false,
             "mode":"standard","schema":null,"instructions":null}""");
    private static final ObjectNode EXTRACT = (ObjectNode) Json.parse("""
            {"q":null,"url":null,"schema":null,"verifyUrls":false}""");
    private static final ObjectNode RESEARCH = (ObjectNode) Json.parse("""
            {"q":null,"outputType":null,"mode":"auto","reasoningDepth":"L","structuredOutputSchema":null,
             "includeImages":false,"fromDate":null,"toDate":null,"includeDomains":null,"excludeDomains":null}""");

    private NormalizedInput() {}

    static JsonNode of(String type, JsonNode sent) {
        JsonNode input =
                switch (type) {
                    case "search" -> filled(SEARCH, sent);
                    case "fetch" -> filled(FETCH, sent);
                    case "research" -> filled(RESEARCH, sent);
                    case "extract" -> filled(EXTRACT, sent);
                    default -> sent;
                };
        return JavaScriptNumbers.of(input);
    }

    private static ObjectNode filled(ObjectNode template, JsonNode sent) {
        ObjectNode input = Json.object();
        for (Map.Entry<String, JsonNode> field : template.properties()) {
            JsonNode value = sent.get(field.getKey());
            input.set(field.getKey(), value == null || value.isNull() ? field.getValue() : value);
        }
        sent.properties().forEach(field -> input.putIfAbsent(field.getKey(), field.getValue()));
        JsonNode schema = input.path("structuredOutputSchema");
        if (schema.isTextual()) {
            input.set("structuredOutputSchema", Json.parse(schema.textValue()));
        }
        return input;
    }
}

package io.github.camellinkup.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Answers made up from the input alone: the same input always gets the same answer. */
final class AnswerGenerator {

    private static final int USUAL_RESULTS = 5;
    private static final int IMAGES = 2;

    private AnswerGenerator() {}

    static JsonNode answer(String type, JsonNode input) {
        return switch (type) {
            case "search", "research" -> search(input);
            case "fetch" -> fetch(input);
            case "extract" -> extract(input);
            default -> Json.object();
        };
    }

    private static JsonNode search(JsonNode input) {
        return switch (input.path("outputType").asText()) {
            case "searchResults" -> Json.object().set("results", results(input));
            case "structured" -> structured(input);
            default -> sourcedAnswer(input);
        };
    }

    private static ArrayNode results(JsonNode input) {
        int images = input.path("includeImages").asBoolean() ? IMAGES : 0;
        int most = input.path("maxResults").asInt(USUAL_RESULTS + images);
        ArrayNode results = Json.array();
        for (Source source : sources(input, Math.min(most, USUAL_RESULTS))) {
            results.addObject()
                    .put("type", "text")
                    .put("name", source.name())
                    .put("url", source.url())
                    .put("content", source.text())
                    .put("favicon", source.favicon());
        }
        for (int image = 1; image <= images && results.size() < most; image++) {
            results.addObject()
                    .put("type", "image")
                    .put("name", "Image " + image + " for " + question(input))
                    .put("url", "https://example.com/images/" + image + ".png");
        }
        return results;
    }

    private static ObjectNode sourcedAnswer(JsonNode input) {
        boolean citations = input.path("includeInlineCitations").asBoolean();
        ObjectNode answer = Json.object();
        StringBuilder text = new StringBuilder("What is known about ").append(question(input));
        ArrayNode list = Json.array();
        for (Source source : sources(input, Math.min(3, input.path("maxResults").asInt(3)))) {
            ObjectNode json = list.addObject()
                    .put("name", source.name())
                    .put("url", source.url())
                    .put("snippet", source.text());
            // The service leaves a favicon empty, or out, where a site has none.
            if (list.size() == 2) {
                json.put("favicon", "");
            } else if (list.size() < 2) {
                json.put("favicon", source.favicon());
            }
            if (citations) {
                text.append(" [").append(list.size()).append(']');
            }
        }
        return answer.put("answer", text.append('.').toString()).set("sources", list);
    }

    private static JsonNode structured(JsonNode input) {
        JsonNode schema = Json.parse(input.path("structuredOutputSchema").asText("{}"));
        JsonNode data = new SchemaSampler(schema, question(input)).sample();
        if (!input.path("includeSources").asBoolean()) {
            return data;
        }
        ObjectNode answer = Json.object();
        answer.set("data", data);
        answer.set("sources", results(input));
        return answer;
    }

    private static ObjectNode fetch(JsonNode input) {
        String url = input.path("url").asText();
        String html = "<html><head><title>" + url + "</title></head><body><p>The page at " + url + "</p></body></html>";
        ObjectNode page = Json.object()
                .put("markdown", "# " + url + "\n\nThe page at " + url + "\n")
                .put("favicon", "https://example.com/favicon.ico");
        if (input.path("includeRawContent").asBoolean()) {
            page.put("rawContent", html).put("contentType", "text/html");
        }
        if (input.path("includeRawHtml").asBoolean()) {
            page.put("rawHtml", html);
        }
        if (input.path("extractImages").asBoolean()) {
            page.putArray("images").addObject().put("alt", "An image").put("url", "https://example.com/images/1.png");
        }
        if (input.path("schema").isObject()) {
            page.set("data", new SchemaSampler(input.get("schema"), url).sample());
        }
        return page;
    }

    private static ObjectNode extract(JsonNode input) {
        int rows = 1 + SampleText.number(question(input), 100);
        return Json.object()
                .put("creditsUsed", 1)
                .put("rowsReturned", rows)
                .put("resultUrl", "https://example.com/extracts/" + rows + ".json");
    }

    private static String question(JsonNode input) {
        return input.path("q").asText("");
    }

    private record Source(String name, String url, String text) {
        private String favicon() {
            return url.substring(0, url.indexOf('/', "https://".length())) + "/favicon.ico";
        }
    }

    private static List<Source> sources(JsonNode input, int count) {
        JsonNode domains = input.path("includeDomains");
        int first = SampleText.number(question(input), 1000);
        List<Source> sources = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            String domain = domains.isEmpty()
                    ? "site" + index + ".example.com"
                    : domains.get(index % domains.size()).asText();
            sources.add(new Source(
                    "Source " + (index + 1) + " for " + question(input),
                    "https://" + domain + "/" + (first + index),
                    "Text " + (index + 1) + " about " + question(input)));
        }
        return sources;
    }
}

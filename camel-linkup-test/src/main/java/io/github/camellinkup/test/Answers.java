package io.github.camellinkup.test;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What is answered to an input: what a test has scripted for the type, else something made up. */
final class Answers {

    private final Map<String, Function<JsonNode, JsonNode>> scripts = new ConcurrentHashMap<>();

    void script(String type, Function<JsonNode, JsonNode> script) {
        scripts.put(type, script);
    }

    JsonNode answer(String type, JsonNode input) {
        Function<JsonNode, JsonNode> script = scripts.get(type);
        JsonNode scripted = script == null ? null : script.apply(input);
        return scripted == null ? AnswerGenerator.answer(type, input) : scripted;
    }

    void reset() {
        scripts.clear();
    }
}

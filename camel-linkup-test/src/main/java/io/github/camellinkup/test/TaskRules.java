package io.github.camellinkup.test;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camellinkup.test.ApiError.Detail;
import java.util.ArrayList;
import java.util.List;

/** What the API asks of the input of a search, a fetch and a research, called directly or sent as a task. */
final class TaskRules {

    /** The types that every organisation may use. */
    static final List<String> TYPES = List.of("search", "fetch", "research");

    /** With the one that is in closed beta. */
    static final List<String> ALL_TYPES = List.of("search", "fetch", "research", "extract");

    private final List<String> enabledTypes;
    private final boolean takesNewValues;

    /** @param takesNewValues whether depth and its like may have values that are not known */
    TaskRules(List<String> enabledTypes, boolean takesNewValues) {
        this.enabledTypes = List.copyOf(enabledTypes);
        this.takesNewValues = takesNewValues;
    }

    /** The body of a direct call: throws if it is not a valid input for the type. */
    JsonNode requireInput(String type, JsonNode body) {
        List<Detail> problems = new ArrayList<>();
        check(type, body, "", problems);
        if (!problems.isEmpty()) {
            throw ApiError.invalid(problems);
        }
        return body;
    }

    /** The body of {@code POST /tasks}: throws if any task in it is not valid, naming its index. */
    JsonNode requireTasks(JsonNode body) {
        if (!body.isArray() || body.isEmpty() || body.size() > 100) {
            throw ApiError.invalid(List.of(new Detail("tasks", "the body must be an array of 1 to 100 tasks")));
        }
        List<Detail> problems = new ArrayList<>();
        for (int index = 0; index < body.size(); index++) {
            JsonNode task = body.get(index);
            JsonNode type = task.path("type");
            if (!type.isTextual()) {
                problems.add(new Detail(index + ".type", "type must be one of: " + String.join(", ", TYPES)));
            } else if (!enabledTypes.contains(type.textValue())) {
                throw new ApiError(
                        403,
                        "TASK_TYPE_NOT_SUPPORTED",
                        "Tasks of type " + type.textValue() + " are not enabled (task " + index + ")");
            } else {
                check(type.textValue(), task.path("input"), index + ".input.", problems);
            }
        }
        if (!problems.isEmpty()) {
            throw ApiError.invalid(problems);
        }
        return body;
    }

    private void check(String type, JsonNode input, String prefix, List<Detail> problems) {
        if (!input.isObject()) {
            String field = prefix.isEmpty() ? "body" : prefix.substring(0, prefix.length() - 1);
            problems.add(new Detail(field, field + " must be a JSON object"));
            return;
        }
        InputCheck fields = new InputCheck(input, prefix, problems, takesNewValues);
        switch (type) {
            case "search" -> search(fields);
            case "fetch" -> fetch(fields);
            case "research" -> research(fields);
            case "extract" -> extract(fields);
            default -> throw new IllegalArgumentException(type);
        }
    }

    private static void search(InputCheck fields) {
        fields.requireText("q");
        fields.requireChoice("depth", "flash", "fast", "standard", "deep");
        fields.requireChoice("outputType", "searchResults", "sourcedAnswer", "structured");
        fields.schema();
        fields.flags("includeImages", "includeInlineCitations", "includeSources");
        fields.dates();
        fields.texts("includeDomains", 100);
        fields.texts("excludeDomains", Integer.MAX_VALUE);
        fields.atLeastOne("maxResults");
    }

    private static void fetch(InputCheck fields) {
        fields.requireUrl("url");
        fields.flags("renderJs", "includeRawContent", "includeRawHtml", "extractImages");
        fields.choice("mode", "standard", "pro");
        fields.pageSchema();
    }

    private static void extract(InputCheck fields) {
        fields.requireText("q");
        fields.flags("verifyUrls");
        fields.pageSchema();
    }

    private static void research(InputCheck fields) {
        fields.requireText("q");
        fields.requireChoice("outputType", "sourcedAnswer", "structured");
        fields.choice("mode", "answer", "auto", "investigate", "research");
        fields.choice("reasoningDepth", "S", "M", "L", "XL");
        fields.schema();
        fields.flags("includeImages");
        fields.dates();
        fields.texts("includeDomains", 100);
        fields.texts("excludeDomains", Integer.MAX_VALUE);
    }
}

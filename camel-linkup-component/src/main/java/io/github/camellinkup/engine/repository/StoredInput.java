package io.github.camellinkup.engine.repository;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camellinkup.client.model.ApiValue;
import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.RawJson;
import io.github.camellinkup.client.model.RequestBuilder;
import io.github.camellinkup.client.model.RequestWriter;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.TaskType;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The input of a request as text: the JSON that is sent to the API. */
final class StoredInput {

    private StoredInput() {}

    static String write(LinkupRequest request) {
        return new String(RequestWriter.write(request), StandardCharsets.UTF_8);
    }

    /** @throws IllegalArgumentException if the text is not what {@link #write} wrote for a request of this type */
    static LinkupRequest read(String type, String json) {
        TaskType known = ApiValue.find(TaskType.class, type)
                .orElseThrow(() -> new IllegalArgumentException("'" + type + "' is no type of a request"));
        JsonNode fields = parse(json);
        return switch (known) {
            case SEARCH -> build(SearchRequest.builder(), fields);
            case FETCH -> build(FetchRequest.builder(), fields);
            case RESEARCH -> build(ResearchRequest.builder(), fields);
        };
    }

    private static JsonNode parse(String json) {
        try {
            return RawJson.wrap(json.getBytes(StandardCharsets.UTF_8)).toTree();
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException("The input is not JSON", e);
        }
    }

    /** What was sent once is accepted, also what only a newer version of this client knows. */
    private static LinkupRequest build(RequestBuilder<?, ?> builder, JsonNode fields) {
        builder.sendUnknownFields();
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            builder.set(field.getKey(), field.getValue());
        }
        return builder.build();
    }
}

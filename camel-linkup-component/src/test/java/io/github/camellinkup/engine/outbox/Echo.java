package io.github.camellinkup.engine.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.RawJson;
import io.github.camellinkup.client.model.RequestBuilder;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.SimulatedLinkup;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A request, and a task whose input differs from it in one field at the most. JSON stands in single quotes; what stands
 * in double quotes is a text that holds JSON, as a schema is sent. A value that is null is absent.
 */
final class Echo {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Echo() {}

    /** Whether the only task of a list, which differs from the request in this field at the most, is taken for its own. */
    static boolean isOf(
            RequestBuilder<?, ? extends LinkupRequest> builder, String type, String field, String sent, String echo) {
        if (sent != null) {
            builder.set(field, tree(sent));
        }
        LinkupRequest request = builder.build();
        ObjectNode input =
                (ObjectNode) SimulatedLinkup.task("1", request, null).input().toTree();
        input.remove(field);
        String echoed = echo == null ? "" : ",\"" + field + "\":" + json(echo);
        String text = input.toString();
        RawJson whole =
                RawJson.wrap((text.substring(0, text.length() - 1) + echoed + "}").getBytes(StandardCharsets.UTF_8));
        Task task = new Task("1", type, TaskStatus.PENDING, null, null, whole, null, null, whole);

        return TaskMatcher.match(List.of(SentInput.of(request)), List.of(task), (index, any) -> true)[0] != null;
    }

    private static JsonNode tree(String sent) {
        try {
            return MAPPER.readTree(json(sent));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(sent, e);
        }
    }

    private static String json(String quoted) {
        if (quoted.startsWith("\"")) {
            return '"' + quoted.substring(1, quoted.length() - 1).replace("'", "\\\"") + '"';
        }
        return quoted.replace('\'', '"');
    }
}

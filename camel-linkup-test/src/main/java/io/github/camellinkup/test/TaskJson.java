package io.github.camellinkup.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camellinkup.test.StandInTask.Status;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** A task as the API shows it. */
final class TaskJson {

    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private TaskJson() {}

    static ObjectNode of(StandInTask task, JsonNode output) {
        ObjectNode json = Json.object()
                .put("id", task.id())
                .put("type", task.type())
                .put("status", task.status().apiName())
                .put("createdAt", time(task.createdAt()))
                .put("updatedAt", time(task.updatedAt()));
        json.set("input", NormalizedInput.of(task.type(), task.input()));
        json.set("output", output);
        return json.put("error", task.status() == Status.FAILED ? task.error() : null);
    }

    static String time(Instant time) {
        return MILLISECONDS.format(time);
    }
}

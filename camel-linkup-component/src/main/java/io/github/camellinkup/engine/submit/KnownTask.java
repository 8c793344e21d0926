package io.github.camellinkup.engine.submit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camellinkup.client.model.RequestWriter;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskReader;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.repository.SentReference;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A task that was created before, as its creation was answered. What became of it since is not asked. */
final class KnownTask {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private KnownTask() {}

    static Task of(SentReference sent, TaskRequest request) {
        try {
            ObjectNode task = MAPPER.createObjectNode()
                    .put("id", sent.taskId())
                    .put("type", request.input().taskType().apiValue())
                    .put("status", TaskStatus.PENDING.apiValue());
            if (sent.createdAt() != null) {
                task.put("createdAt", sent.createdAt().toString());
                task.put("updatedAt", sent.createdAt().toString());
            }
            task.set("input", MAPPER.readTree(RequestWriter.write(request.input())));
            return TaskReader.task(MAPPER.writeValueAsBytes(task));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

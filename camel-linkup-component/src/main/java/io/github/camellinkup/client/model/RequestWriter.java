package io.github.camellinkup.client.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes requests as JSON in UTF-8, with only the fields that are set. */
public final class RequestWriter {

    private record TaskInput(TaskType type, LinkupRequest input) {}

    private RequestWriter() {}

    /** The body of a direct call. */
    public static byte[] write(LinkupRequest request) {
        return json(request);
    }

    /** The body of a call that creates tasks: an array of types and inputs. */
    public static byte[] writeTasks(List<? extends LinkupRequest> requests) {
        return json(requests.stream()
                .map(request -> new TaskInput(request.taskType(), request))
                .toList());
    }

    private static byte[] json(Object value) {
        try {
            return Json.MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}

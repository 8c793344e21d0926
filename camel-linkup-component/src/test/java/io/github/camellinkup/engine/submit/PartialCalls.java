package io.github.camellinkup.engine.submit;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.outbox.PartialCallException;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** What a call that came to an end in part says of its requests. */
final class PartialCalls {

    private PartialCalls() {}

    /** The tasks that are known, also those that are not recorded. */
    static List<Task> created(PartialCallException partial, int size) {
        return IntStream.range(0, size)
                .mapToObj(partial::created)
                .filter(Objects::nonNull)
                .toList();
    }

    static List<Task> unrecorded(PartialCallException partial, int size) {
        return IntStream.range(0, size)
                .filter(partial::isUnrecorded)
                .mapToObj(partial::created)
                .toList();
    }

    /** The requests whose outcome is not known, or those that are certainly not created. */
    static List<TaskRequest> without(PartialCallException partial, List<TaskRequest> requests, boolean isUncertain) {
        return IntStream.range(0, requests.size())
                .filter(place -> partial.created(place) == null && partial.isUncertain(place) == isUncertain)
                .mapToObj(requests::get)
                .toList();
    }
}

package io.github.camellinkup.engine.sending;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** A call of which not every request came to the same end. Each request has its place in the call. */
final class PartialCallException extends RuntimeException {

    private final transient Task[] created;
    private final transient BitSet uncertain;

    /**
     * @param created the tasks of the requests by their places, null where none is known
     * @param uncertain the places of requests whose outcome is not known; the rest is certainly not created
     * @param cause why
     */
    PartialCallException(Task[] created, BitSet uncertain, Throwable cause) {
        super(cause);
        this.created = created.clone();
        this.uncertain = (BitSet) uncertain.clone();
    }

    /** The task of the request at this place, or null. */
    Task created(int place) {
        return created[place];
    }

    boolean isUncertain(int place) {
        return uncertain.get(place);
    }

    boolean hasUncertain() {
        return !uncertain.isEmpty();
    }

    List<Task> created() {
        List<Task> tasks = new ArrayList<>();
        for (Task task : created) {
            if (task != null) {
                tasks.add(task);
            }
        }
        return tasks;
    }

    /** Of the requests of the call, those whose outcome is not known, or those that are certainly not created. */
    List<TaskRequest> without(List<TaskRequest> requests, boolean wantUncertain) {
        List<TaskRequest> found = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            if (created[i] == null && uncertain.get(i) == wantUncertain) {
                found.add(requests.get(i));
            }
        }
        return found;
    }
}

package io.github.camellinkup.engine.exception;

import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.util.List;

/**
 * Tasks were sent, and it could not be found out in time whether Linkup created them: the answer never came, or could
 * not be read, and neither did the list of tasks tell. Sending them again may bill them twice. Look at the list of tasks
 * before doing so.
 */
public class LinkupSubmissionUncertainException extends LinkupException {

    private final transient List<TaskRequest> requests;
    private final transient List<Task> created;

    /**
     * @param requests the requests of the call whose outcome is not known
     * @param created the tasks of the call that are known to be created
     * @param cause why it is not known
     */
    public LinkupSubmissionUncertainException(List<TaskRequest> requests, List<Task> created, Throwable cause) {
        super(message(requests, created, cause), ErrorAnswer.NONE, false, false, cause);
        this.requests = List.copyOf(requests);
        this.created = List.copyOf(created);
    }

    /** None of the tasks of the call is known to be created. */
    public LinkupSubmissionUncertainException(List<TaskRequest> requests, Throwable cause) {
        this(requests, List.of(), cause);
    }

    private static String message(List<TaskRequest> requests, List<Task> created, Throwable cause) {
        StringBuilder message = new StringBuilder("It is not known whether Linkup created ")
                .append(requests.size())
                .append(requests.size() == 1 ? " task" : " tasks")
                .append(" that were sent: ")
                .append(cause.getMessage())
                .append(". They are not sent again, because a task that is created twice is billed twice: look for"
                        + " them in the list of tasks first");
        if (!created.isEmpty()) {
            message.append(". Of the same call ").append(created.size()).append(" are created for certain");
        }
        return message.toString();
    }

    /** The requests whose outcome is not known, in the order in which they were sent. */
    public List<TaskRequest> getRequests() {
        return requests;
    }

    /** The tasks of the same call that are created for certain, in the order of their requests. */
    public List<Task> getCreated() {
        return created;
    }
}

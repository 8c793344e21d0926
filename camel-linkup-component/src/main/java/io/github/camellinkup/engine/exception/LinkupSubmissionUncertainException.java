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
 *
 * <p>Or Linkup did create them, and the task repository could not record that in time: then {@link #getUnrecorded} has
 * them.
 */
public class LinkupSubmissionUncertainException extends LinkupException {

    private final transient List<TaskRequest> requests;
    private final transient List<Task> created;
    private final transient List<Task> unrecorded;

    /**
     * @param requests the requests of the call whose outcome is not known
     * @param created the tasks of the call that are known to be created
     * @param cause why it is not known
     */
    public LinkupSubmissionUncertainException(List<TaskRequest> requests, List<Task> created, Throwable cause) {
        this(uncertain(requests, created, cause), requests, created, List.of(), cause);
    }

    /** None of the tasks of the call is known to be created. */
    public LinkupSubmissionUncertainException(List<TaskRequest> requests, Throwable cause) {
        this(requests, List.of(), cause);
    }

    private LinkupSubmissionUncertainException(
            String message, List<TaskRequest> requests, List<Task> created, List<Task> unrecorded, Throwable cause) {
        super(message, ErrorAnswer.NONE, false, false, cause);
        this.requests = List.copyOf(requests);
        this.created = List.copyOf(created);
        this.unrecorded = List.copyOf(unrecorded);
    }

    /**
     * All of the requests were created, and the repository could not record it.
     *
     * @param tasks the tasks, in the order of the requests
     * @param cause what the repository failed with
     */
    public static LinkupSubmissionUncertainException notRecorded(
            List<TaskRequest> requests, List<Task> tasks, Throwable cause) {
        String message = "Linkup created " + counted(tasks.size()) + " that the task repository could not record yet: "
                + cause.getMessage() + ". Do not send them again, they would be billed twice";
        return new LinkupSubmissionUncertainException(message, requests, tasks, tasks, cause);
    }

    private static String uncertain(List<TaskRequest> requests, List<Task> created, Throwable cause) {
        StringBuilder message = new StringBuilder("It is not known whether Linkup created ")
                .append(counted(requests.size()))
                .append(" that were sent: ")
                .append(cause.getMessage())
                .append(". They are not sent again, because a task that is created twice is billed twice: look for"
                        + " them in the list of tasks first");
        if (!created.isEmpty()) {
            message.append(". Of the same call ").append(created.size()).append(" are created for certain");
        }
        return message.toString();
    }

    private static String counted(int tasks) {
        return tasks + (tasks == 1 ? " task" : " tasks");
    }

    /** The requests in question, in the order in which they were sent. */
    public List<TaskRequest> getRequests() {
        return requests;
    }

    /** The tasks of the same call that are created for certain, in the order of their requests. */
    public List<Task> getCreated() {
        return created;
    }

    /**
     * If every one of the requests is created for certain, and only the repository could not record it: their tasks, in
     * the order of the requests. Otherwise empty. Recording them is tried on as long as the engine runs; if it ends
     * before, the next start finds them again, if the repository outlives the process.
     */
    public List<Task> getUnrecorded() {
        return unrecorded;
    }
}

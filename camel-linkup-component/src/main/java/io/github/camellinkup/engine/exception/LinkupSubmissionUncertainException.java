package io.github.camellinkup.engine.exception;

import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.util.List;

/**
 * Tasks were sent, but it is not known whether Linkup created them: the answer never came, or could not be read.
 * Sending them again may bill them twice. Look at the list of tasks before doing so.
 */
public class LinkupSubmissionUncertainException extends LinkupException {

    private final transient List<TaskRequest> requests;

    /**
     * @param requests the requests of the call whose outcome is not known
     * @param cause why it is not known
     */
    public LinkupSubmissionUncertainException(List<TaskRequest> requests, Throwable cause) {
        super(
                "It is not known whether Linkup created " + requests.size()
                        + (requests.size() == 1 ? " task" : " tasks") + " that were sent: " + cause.getMessage()
                        + ". They are not sent again, because a task that is created twice is billed twice",
                ErrorAnswer.NONE,
                false,
                false,
                cause);
        this.requests = List.copyOf(requests);
    }

    /** The requests whose outcome is not known, in the order in which they were sent. */
    public List<TaskRequest> getRequests() {
        return requests;
    }
}

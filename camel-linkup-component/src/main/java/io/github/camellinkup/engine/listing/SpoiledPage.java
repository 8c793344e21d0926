package io.github.camellinkup.engine.listing;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupResponseTooLargeException;
import io.github.camellinkup.client.exception.LinkupUnreadableAnswerException;
import io.github.camellinkup.client.model.TaskIdentity;
import java.util.Optional;

/** Tells a page that one of its tasks spoils from a list that cannot be read now. A smaller page may not hold the task. */
public final class SpoiledPage {

    private SpoiledPage() {}

    /** Whether the page could not be had because of what it holds: it is too large, cannot be read, or broke off. */
    public static boolean is(Throwable failure) {
        return failure instanceof LinkupResponseTooLargeException
                || failure instanceof LinkupException answered && isSuccess(answered.getStatusCode());
    }

    /** Whether a smaller page may be had sooner, or whole: the read was too slow, was cut, or there was no memory for it. */
    public static boolean mayBe(Throwable failure) {
        return failure instanceof LinkupException cut && cut.getStatusCode() == 0 && !cut.isCertainlyNotProcessed();
    }

    /** Which task it is, if the page was to hold only that one, and the answer says so. */
    public static Optional<TaskIdentity> task(Throwable failure) {
        if (failure instanceof LinkupResponseTooLargeException tooLarge) {
            return tooLarge.getFirstTask();
        }
        return failure instanceof LinkupUnreadableAnswerException unreadable
                ? unreadable.getFirstTask()
                : Optional.empty();
    }

    /**
     * Whether a single read shows that this task itself cannot be read: its answer is too large, or names the task before
     * it gets unreadable. An answer that names no task, such as the HTML page of a proxy, does not come from Linkup.
     */
    public static boolean isOf(String taskId, Throwable failure) {
        return failure instanceof LinkupResponseTooLargeException
                || is(failure)
                        && task(failure)
                                .filter(task -> taskId.equals(task.id()))
                                .isPresent();
    }

    private static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }
}

package io.github.camellinkup.engine.exception;

import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.util.List;

/**
 * A batch had to stop half-way. What was created stays created and is remembered like any other task; what was not can
 * be sent again. If Camel redelivers the exchange, the batch goes on where it stopped. Of a source that is read item by item
 * nothing was read beyond these requests.
 */
public class LinkupPartialBatchException extends LinkupException {

    private final transient List<Task> created;
    private final transient List<String> createdIds;
    private final long createdCount;
    private final transient List<Task> unrecorded;
    private final transient List<TaskRequest> notCreated;
    private final transient List<TaskRequest> uncertain;

    /**
     * @param created the tasks that were created
     * @param notCreated requests that were read and certainly not created
     * @param uncertain requests that were sent and whose outcome is not known
     * @param cause why the batch stopped
     */
    public LinkupPartialBatchException(
            List<Task> created, List<TaskRequest> notCreated, List<TaskRequest> uncertain, Throwable cause) {
        this(created, created.stream().map(Task::id).toList(), created.size(), List.of(), notCreated, uncertain, cause);
    }

    /**
     * For a batch whose tasks were not kept.
     *
     * @param created the tasks that were created, as far as they were kept
     * @param createdIds their ids, as far as they were kept
     * @param createdCount how many tasks were created
     * @param unrecorded those of them that the task repository could not record, all of them
     */
    public LinkupPartialBatchException(
            List<Task> created,
            List<String> createdIds,
            long createdCount,
            List<Task> unrecorded,
            List<TaskRequest> notCreated,
            List<TaskRequest> uncertain,
            Throwable cause) {
        super(
                message(createdCount, unrecorded, notCreated, uncertain, cause),
                ErrorAnswer.NONE,
                unrecorded.isEmpty() && uncertain.isEmpty() && isRetryable(cause),
                false,
                cause);
        this.created = List.copyOf(created);
        this.createdIds = List.copyOf(createdIds);
        this.createdCount = createdCount;
        this.unrecorded = List.copyOf(unrecorded);
        this.notCreated = List.copyOf(notCreated);
        this.uncertain = List.copyOf(uncertain);
    }

    private static boolean isRetryable(Throwable cause) {
        return cause instanceof LinkupException failure && failure.isRetryable();
    }

    private static String message(
            long created,
            List<Task> unrecorded,
            List<TaskRequest> notCreated,
            List<TaskRequest> uncertain,
            Throwable cause) {
        StringBuilder message = new StringBuilder("The batch stopped half-way: ")
                .append(created)
                .append(" tasks are created, ");
        if (!unrecorded.isEmpty()) {
            message.append(unrecorded.size()).append(" of them not recorded, ");
        }
        message.append(notCreated.size()).append(" requests that were read are not");
        if (!uncertain.isEmpty()) {
            message.append(", and of ").append(uncertain.size()).append(" it is not known");
        }
        return message.append(". The reason: ").append(cause.getMessage()).toString();
    }

    /** The tasks that were created, in the order of the batch; empty if the batch was to answer none. */
    public List<Task> getCreated() {
        return created;
    }

    /** The ids of the tasks that were created, in the order of the batch; empty if the batch was to answer none. */
    public List<String> getCreatedIds() {
        return createdIds;
    }

    /** How many tasks were created. */
    public long getCreatedCount() {
        return createdCount;
    }

    /**
     * Those of the created tasks that the task repository could not record in time, whatever the batch was to answer.
     * They must not be sent again. Recording them is tried on as long as the engine runs; then a consumer gets their
     * results, too. If it ends before, the next start finds them again, if the repository outlives the process.
     */
    public List<Task> getUnrecorded() {
        return unrecorded;
    }

    /**
     * The requests that were certainly not created, in the order of the batch: all of them if the batch was in memory as a
     * whole, else those that were read.
     */
    public List<TaskRequest> getNotCreated() {
        return notCreated;
    }

    /** The requests that were sent and of which it is not known whether they were created, in the batch's order. */
    public List<TaskRequest> getUncertain() {
        return uncertain;
    }
}

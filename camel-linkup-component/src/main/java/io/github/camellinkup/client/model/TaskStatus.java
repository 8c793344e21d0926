package io.github.camellinkup.client.model;

/** The status of a task. {@link #COMPLETED} and {@link #FAILED} are final. */
public enum TaskStatus implements ApiValue {
    /** Created, not started. */
    PENDING,

    /** In progress. */
    PROCESSING,

    /** Finished: the task has an output. */
    COMPLETED,

    /** Finished without an output: the task has an error message. A failed task costs nothing. */
    FAILED,

    /** A status that this client does not know yet; the task's JSON has its name. Treated as not final. */
    UNKNOWN;

    /** Whether the task does not change any more. */
    public boolean isFinal() {
        return this == COMPLETED || this == FAILED;
    }

    /** The status with this name, {@link #UNKNOWN} if the name is new or missing. */
    public static TaskStatus of(String name) {
        return name == null ? UNKNOWN : ApiValue.find(TaskStatus.class, name).orElse(UNKNOWN);
    }
}

package io.github.camellinkup.client.model;

/** Where a task stands. {@link #COMPLETED} and {@link #FAILED} are final. */
public enum TaskStatus implements ApiValue {
    /** Created, not begun. */
    PENDING,

    /** Under way. */
    PROCESSING,

    /** Finished: the task has an output. */
    COMPLETED,

    /** Finished without an output: the task has an error message. A failed task costs nothing. */
    FAILED,

    /** A status that this client does not know yet; the task's JSON has its name. Taken as not final. */
    UNKNOWN;

    /** Whether the task will not change any more. */
    public boolean isFinal() {
        return this == COMPLETED || this == FAILED;
    }

    /** The status of this name, {@link #UNKNOWN} for a name that is new or missing. */
    public static TaskStatus of(String name) {
        return name == null ? UNKNOWN : ApiValue.find(TaskStatus.class, name).orElse(UNKNOWN);
    }
}

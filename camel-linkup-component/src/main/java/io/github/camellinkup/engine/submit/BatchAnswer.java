package io.github.camellinkup.engine.submit;

/** What is kept of the tasks of a batch until its end. The repository keeps what is needed in any case. */
public enum BatchAnswer {
    /** The tasks. */
    TASKS,
    /** Their ids. */
    IDS,
    /** Nothing but their number, so that a batch of any length needs no more memory than a short one. */
    NONE
}

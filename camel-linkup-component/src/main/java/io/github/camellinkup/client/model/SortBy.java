package io.github.camellinkup.client.model;

/** The sort field of a list of tasks. */
public enum SortBy implements ApiValue {
    /** When the task was created. */
    CREATED_AT,

    /** When the task last changed: for a finished task, when it finished. */
    UPDATED_AT
}

package io.github.camellinkup.client.model;

/** By which time a list of tasks is sorted. */
public enum SortBy implements ApiValue {
    /** When the task was created. */
    CREATED_AT,

    /** When the task last changed: for a finished task, when it finished. */
    UPDATED_AT
}

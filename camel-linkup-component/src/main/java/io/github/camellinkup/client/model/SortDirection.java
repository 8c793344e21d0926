package io.github.camellinkup.client.model;

/** The sort direction of a list of tasks. */
public enum SortDirection implements ApiValue {
    /** Oldest first. */
    ASC,

    /** Newest first. */
    DESC
}

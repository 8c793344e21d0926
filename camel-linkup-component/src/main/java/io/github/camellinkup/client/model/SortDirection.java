package io.github.camellinkup.client.model;

/** In which direction a list of tasks is sorted. */
public enum SortDirection implements ApiValue {
    /** Oldest first. */
    ASC,

    /** Newest first. */
    DESC
}

package io.github.camellinkup.client.model;

/** The task types that this client can create. The service knows more: a task's own type is a text. */
public enum TaskType implements ApiValue {
    /** A search. */
    SEARCH,

    /** The fetch of one page. */
    FETCH,

    /** Research. */
    RESEARCH
}

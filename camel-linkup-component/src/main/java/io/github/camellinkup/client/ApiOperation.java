package io.github.camellinkup.client;

/** The calls of the API. */
public enum ApiOperation {
    SEARCH,
    FETCH,
    CREATE_RESEARCH,
    GET_RESEARCH,
    LIST_RESEARCH,
    CREATE_TASKS,
    GET_TASK,
    LIST_TASKS,
    GET_CREDIT_BALANCE;

    /** Whether the call creates tasks. They are billed, so the call must not be repeated blindly. */
    public boolean createsTasks() {
        return this == CREATE_RESEARCH || this == CREATE_TASKS;
    }

    /** Whether the result is in the answer to the call itself, which is billed. */
    public boolean isDirect() {
        return this == SEARCH || this == FETCH;
    }

    /** Whether the call reads a page of tasks. */
    public boolean listsTasks() {
        return this == LIST_TASKS || this == LIST_RESEARCH;
    }

    /** Whether the call falls under the API's limit of one task read a second. */
    public boolean readsTasks() {
        return this == GET_RESEARCH || this == LIST_RESEARCH || this == GET_TASK || this == LIST_TASKS;
    }
}

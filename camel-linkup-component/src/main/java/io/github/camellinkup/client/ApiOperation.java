package io.github.camellinkup.client;

/** The calls of the API. */
public enum ApiOperation {
    SEARCH("search"),
    FETCH("fetch"),
    CREATE_RESEARCH("research"),
    GET_RESEARCH("research"),
    LIST_RESEARCH("research"),
    CREATE_TASKS("tasks"),
    GET_TASK("tasks"),
    LIST_TASKS("tasks"),
    GET_CREDIT_BALANCE("credits/balance");

    private final String path;

    ApiOperation(String path) {
        this.path = path;
    }

    /** The path below the base URL; the id of a task follows it. */
    String path() {
        return path;
    }

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

    /** Whether the call reads one task. */
    boolean readsOneTask() {
        return this == GET_TASK || this == GET_RESEARCH;
    }

    /** Whether the call falls under the API's limit of one task read a second. */
    public boolean readsTasks() {
        return listsTasks() || readsOneTask();
    }
}

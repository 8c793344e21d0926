package io.github.camellinkup.test;

/** What a call to the API asks for, decided by its method and path alone. */
public enum Operation {
    /** {@code POST /search}. */
    SEARCH,
    /** {@code POST /fetch}. */
    FETCH,
    /** {@code POST /research}. */
    RESEARCH_CREATE,
    /** {@code GET /research/{id}}. */
    RESEARCH_GET,
    /** {@code GET /research}. */
    RESEARCH_LIST,
    /** {@code POST /tasks}. */
    TASKS_CREATE,
    /** {@code GET /tasks/{id}}. */
    TASKS_GET,
    /** {@code GET /tasks}. */
    TASKS_LIST,
    /** {@code GET /credits/balance}. */
    CREDITS,
    /** Anything else; answered 404. */
    UNKNOWN;

    static final String ROOT = "/v1";

    static Operation of(String method, String path) {
        String resource = path.startsWith(ROOT + "/") ? path.substring(ROOT.length()) : "";
        return switch (method + " " + resource) {
            case "POST /search" -> SEARCH;
            case "POST /fetch" -> FETCH;
            case "POST /research" -> RESEARCH_CREATE;
            case "GET /research" -> RESEARCH_LIST;
            case "POST /tasks" -> TASKS_CREATE;
            case "GET /tasks" -> TASKS_LIST;
            case "GET /credits/balance" -> CREDITS;
            default -> method.equals("GET") ? singleRead(resource) : UNKNOWN;
        };
    }

    private static Operation singleRead(String resource) {
        if (resource.matches("/tasks/[^/]+")) {
            return TASKS_GET;
        }
        return resource.matches("/research/[^/]+") ? RESEARCH_GET : UNKNOWN;
    }

    /**
     * Whether the answer comes in the response, as no task. Of such calls the API allows ten a second.
     *
     * @return true for search and fetch
     */
    public boolean isDirect() {
        return this == SEARCH || this == FETCH;
    }

    /**
     * Whether the API counts this call as polling, of which it allows one a second.
     *
     * @return true for every read of tasks and research, single or list
     */
    public boolean isPolling() {
        return this == RESEARCH_GET || this == RESEARCH_LIST || this == TASKS_GET || this == TASKS_LIST;
    }
}

package io.github.camellinkup.client.model;

import com.fasterxml.jackson.annotation.JsonValue;

/** The task types that this client can create. The service knows more: a task's own type is a text. */
public enum TaskType implements ApiValue {
    /** A search. */
    SEARCH("search"),

    /** The fetch of one page. */
    FETCH("fetch"),

    /** Research. */
    RESEARCH("research");

    private final String apiValue;

    TaskType(String apiValue) {
        this.apiValue = apiValue;
    }

    @JsonValue
    @Override
    public String apiValue() {
        return apiValue;
    }
}

package io.github.camellinkup.client.model;

import com.fasterxml.jackson.annotation.JsonValue;

/** By which time a list of tasks is sorted. */
public enum SortBy implements ApiValue {
    /** When the task was created. */
    CREATED_AT("createdAt"),

    /** When the task last changed: for a finished task, when it finished. */
    UPDATED_AT("updatedAt");

    private final String apiValue;

    SortBy(String apiValue) {
        this.apiValue = apiValue;
    }

    @JsonValue
    @Override
    public String apiValue() {
        return apiValue;
    }
}

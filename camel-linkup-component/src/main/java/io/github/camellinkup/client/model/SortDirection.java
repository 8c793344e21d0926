package io.github.camellinkup.client.model;

import com.fasterxml.jackson.annotation.JsonValue;

/** In which direction a list of tasks is sorted. */
public enum SortDirection implements ApiValue {
    /** Oldest first. */
    ASC("asc"),

    /** Newest first. */
    DESC("desc");

    private final String apiValue;

    SortDirection(String apiValue) {
        this.apiValue = apiValue;
    }

    @JsonValue
    @Override
    public String apiValue() {
        return apiValue;
    }
}

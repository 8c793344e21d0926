package io.github.camellinkup.client.model;

import com.fasterxml.jackson.annotation.JsonValue;

/** How a page is fetched. */
public enum FetchMode implements ApiValue {
    /** The ordinary way. */
    STANDARD("standard"),

    /** The way for pages that are hard to get. */
    PRO("pro");

    private final String apiValue;

    FetchMode(String apiValue) {
        this.apiValue = apiValue;
    }

    @JsonValue
    @Override
    public String apiValue() {
        return apiValue;
    }
}

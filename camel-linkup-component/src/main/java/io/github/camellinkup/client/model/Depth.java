package io.github.camellinkup.client.model;

import com.fasterxml.jackson.annotation.JsonValue;

/** How thoroughly a search looks: the deeper, the slower. */
public enum Depth implements ApiValue {
    /** Answers in under a second. */
    FAST("fast"),

    /** Answers in seconds. */
    STANDARD("standard"),

    /** Answers in tens of seconds. */
    DEEP("deep");

    private final String apiValue;

    Depth(String apiValue) {
        this.apiValue = apiValue;
    }

    @JsonValue
    @Override
    public String apiValue() {
        return apiValue;
    }
}

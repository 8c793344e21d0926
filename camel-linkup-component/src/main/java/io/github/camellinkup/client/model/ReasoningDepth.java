package io.github.camellinkup.client.model;

import com.fasterxml.jackson.annotation.JsonValue;

/** How much reasoning research may spend. */
public enum ReasoningDepth implements ApiValue {
    /** Typically 2 to 5 minutes. */
    S("S"),

    /** Typically 3 to 7 minutes. */
    M("M"),

    /** Typically 5 to 10 minutes. */
    L("L"),

    /** Typically 10 to 20 minutes. */
    XL("XL");

    private final String apiValue;

    ReasoningDepth(String apiValue) {
        this.apiValue = apiValue;
    }

    @JsonValue
    @Override
    public String apiValue() {
        return apiValue;
    }
}

package io.github.camellinkup.client.model;

import com.fasterxml.jackson.annotation.JsonValue;

/** What kind of research is asked for. */
public enum ResearchMode implements ApiValue {
    /** A direct answer. */
    ANSWER("answer"),

    /** Linkup chooses. */
    AUTO("auto"),

    /** An investigation of one matter. */
    INVESTIGATE("investigate"),

    /** A broad report. */
    RESEARCH("research");

    private final String apiValue;

    ResearchMode(String apiValue) {
        this.apiValue = apiValue;
    }

    @JsonValue
    @Override
    public String apiValue() {
        return apiValue;
    }
}

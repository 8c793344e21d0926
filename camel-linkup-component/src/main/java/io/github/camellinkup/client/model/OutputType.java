package io.github.camellinkup.client.model;

import com.fasterxml.jackson.annotation.JsonValue;

/** The shape of an answer to a search or to research. */
public enum OutputType implements ApiValue {
    /** The plain results; search only. */
    SEARCH_RESULTS("searchResults"),

    /** An answer in words, with its sources. */
    SOURCED_ANSWER("sourcedAnswer"),

    /** An object that fits the schema of the request. */
    STRUCTURED("structured");

    private final String apiValue;

    OutputType(String apiValue) {
        this.apiValue = apiValue;
    }

    @JsonValue
    @Override
    public String apiValue() {
        return apiValue;
    }

    /** What is meant when no output type is given: structured with a schema, else a sourced answer. */
    static OutputType defaultFor(StructuredOutputSchema schema) {
        return schema == null ? SOURCED_ANSWER : STRUCTURED;
    }
}

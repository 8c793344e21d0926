package io.github.camellinkup.client.model;

/** The shape of an answer to a search or to research. */
public enum OutputType implements ApiValue {
    /** The plain results; search only. */
    SEARCH_RESULTS,

    /** An answer in words, with its sources. */
    SOURCED_ANSWER,

    /** An object that fits the schema of the request. */
    STRUCTURED;

    /** The output type when none is given: structured with a schema, else a sourced answer. */
    static OutputType defaultFor(boolean hasSchema) {
        return hasSchema ? STRUCTURED : SOURCED_ANSWER;
    }
}

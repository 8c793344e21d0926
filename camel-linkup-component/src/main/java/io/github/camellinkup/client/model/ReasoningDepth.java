package io.github.camellinkup.client.model;

/** How much reasoning research may use. */
public enum ReasoningDepth implements ApiValue {
    /** Typically 2 to 5 minutes. */
    S,

    /** Typically 3 to 7 minutes. */
    M,

    /** Typically 5 to 10 minutes. */
    L,

    /** Typically 10 to 20 minutes. */
    XL;

    /** The name as it is: the API writes it in upper case. */
    @Override
    public String apiValue() {
        return name();
    }
}

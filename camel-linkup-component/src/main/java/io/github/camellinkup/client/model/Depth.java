package io.github.camellinkup.client.model;

/** How thoroughly a search looks: the deeper, the slower. */
public enum Depth implements ApiValue {
    /** Answers in under a second. */
    FAST,

    /** Answers in seconds. */
    STANDARD,

    /** Answers in tens of seconds. */
    DEEP
}

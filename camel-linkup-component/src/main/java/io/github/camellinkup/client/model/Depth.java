package io.github.camellinkup.client.model;

/** How thoroughly a search looks: the deeper, the slower. */
public enum Depth implements ApiValue {
    /** Answers in a fraction of a second. */
    FLASH,

    /** Answers in about a second. */
    FAST,

    /** Answers in seconds. */
    STANDARD,

    /** Answers in tens of seconds. */
    DEEP
}

package io.github.camellinkup.client.model;

/** The kind of research. */
public enum ResearchMode implements ApiValue {
    /** A direct answer. */
    ANSWER,

    /** Linkup chooses. */
    AUTO,

    /** An investigation of one topic. */
    INVESTIGATE,

    /** A broad report. */
    RESEARCH
}

package io.github.camellinkup.client.model;

/** What kind of research is asked for. */
public enum ResearchMode implements ApiValue {
    /** A direct answer. */
    ANSWER,

    /** Linkup chooses. */
    AUTO,

    /** An investigation of one matter. */
    INVESTIGATE,

    /** A broad report. */
    RESEARCH
}

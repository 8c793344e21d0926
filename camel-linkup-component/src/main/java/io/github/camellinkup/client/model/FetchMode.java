package io.github.camellinkup.client.model;

/** How a page is fetched. */
public enum FetchMode implements ApiValue {
    /** For ordinary pages. */
    STANDARD,

    /** For pages that are hard to fetch. */
    PRO
}

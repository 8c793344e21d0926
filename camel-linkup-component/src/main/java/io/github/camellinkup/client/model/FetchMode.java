package io.github.camellinkup.client.model;

/** How a page is fetched. */
public enum FetchMode implements ApiValue {
    /** The ordinary way. */
    STANDARD,

    /** The way for pages that are hard to get. */
    PRO
}

package io.github.camellinkup.client.model;

/** Anything that Linkup answered. The typed view may know less than {@link #json()}, never more. */
public interface LinkupAnswer {

    /** The exact JSON that Linkup sent for this answer, unknown fields included. */
    RawJson json();
}

package io.github.camellinkup.client.model;

/** An answer of Linkup. The typed fields may contain less than {@link #json()}, never more. */
public interface LinkupAnswer {

    /** The exact JSON that Linkup sent for this answer, unknown fields included. */
    RawJson json();
}

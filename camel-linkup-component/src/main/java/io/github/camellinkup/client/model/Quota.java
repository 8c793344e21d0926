package io.github.camellinkup.client.model;

/**
 * How full the organisation's queue is.
 *
 * @param inFlight tasks that are pending or processing
 * @param limit how many there may be
 */
public record Quota(int inFlight, int limit) {}

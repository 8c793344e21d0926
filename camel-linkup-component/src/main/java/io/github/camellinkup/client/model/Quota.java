package io.github.camellinkup.client.model;

/**
 * The fill level of the organisation's queue.
 *
 * @param inFlight tasks that are pending or processing
 * @param limit how many there may be
 */
public record Quota(int inFlight, int limit) {}

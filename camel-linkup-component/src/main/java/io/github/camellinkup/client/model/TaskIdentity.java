package io.github.camellinkup.client.model;

import java.time.Instant;

/**
 * Identifies a task, as far as it is known from the beginning of an answer that is too large or cannot be read.
 *
 * @param id its id, or null if that is not known
 * @param createdAt when it was created, or null if that is not known
 * @param updatedAt when it last changed, or null if that is not known
 */
public record TaskIdentity(String id, Instant createdAt, Instant updatedAt) {}

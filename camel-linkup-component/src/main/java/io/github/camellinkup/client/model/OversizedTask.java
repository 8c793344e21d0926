package io.github.camellinkup.client.model;

import java.time.Instant;

/**
 * A task of a streamed page that is larger than is taken. It was read over and not handed on; what is known of it stood
 * in its beginning.
 *
 * @param place its place on the page, from 0
 * @param id its id, or null if that did not stand in the beginning
 * @param createdAt when it was created, or null if that did not stand in the beginning
 * @param updatedAt when it last changed, or null if that did not stand in the beginning
 */
public record OversizedTask(int place, String id, Instant createdAt, Instant updatedAt) {}

package io.github.camellinkup.client.model;

import java.util.List;

/**
 * What a page of tasks, whose tasks were handed on while it was read, says of itself.
 *
 * @param page which page this is, from 1
 * @param pageSize how many tasks a page holds at the most, which can be fewer than asked for
 * @param total how many tasks the list has over all pages
 * @param totalPages how many pages the list has
 * @param quota the organisation's queue, or null where the list does not report it (research)
 * @param tasks how many tasks the page has: those that were handed on and those that were too large for it
 * @param bytes how large the page was
 * @param oversized the tasks that were too large to be handed on, in the order of the page
 */
public record StreamedPage(
        int page,
        int pageSize,
        long total,
        int totalPages,
        Quota quota,
        int tasks,
        long bytes,
        List<OversizedTask> oversized) {

    public StreamedPage {
        oversized = List.copyOf(oversized);
    }

    /** A page whose tasks were all handed on. */
    public StreamedPage(int page, int pageSize, long total, int totalPages, Quota quota, int tasks, long bytes) {
        this(page, pageSize, total, totalPages, quota, tasks, bytes, List.of());
    }
}

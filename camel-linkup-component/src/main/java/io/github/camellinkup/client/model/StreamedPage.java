package io.github.camellinkup.client.model;

/**
 * What a page of tasks, whose tasks were handed on while it was read, says of itself.
 *
 * @param page which page this is, from 1
 * @param pageSize how many tasks a page holds at the most, which can be fewer than asked for
 * @param total how many tasks the list has over all pages
 * @param totalPages how many pages the list has
 * @param quota the organisation's queue, or null where the list does not report it (research)
 * @param tasks how many tasks were handed on
 * @param bytes how large the page was
 */
public record StreamedPage(int page, int pageSize, long total, int totalPages, Quota quota, int tasks, long bytes) {}

package io.github.camellinkup.client.model;

import java.util.List;

/**
 * A page of tasks, cut by position from a list that moves while it is read.
 *
 * @param page which page this is, from 1
 * @param pageSize how many tasks a page holds at the most, which can be fewer than asked for
 * @param total how many tasks the list has over all pages
 * @param totalPages how many pages the list has
 * @param tasks the tasks of this page, with their outputs
 * @param quota the organisation's queue, or null where the list does not report it (research)
 * @param json the exact JSON that Linkup sent
 */
public record TaskPage(int page, int pageSize, long total, int totalPages, List<Task> tasks, Quota quota, RawJson json)
        implements LinkupAnswer {

    public TaskPage {
        tasks = List.copyOf(tasks);
    }
}

package io.github.camellinkup.client.model;

import java.util.List;

/**
 * A page of tasks, cut by position from a list that moves while it is read.
 *
 * @param page the number of the page, from 1
 * @param pageSize the maximum number of tasks on a page, which can be fewer than requested
 * @param total the number of tasks on all pages
 * @param totalPages the number of pages
 * @param tasks the tasks of this page, with their outputs
 * @param quota the organisation's queue, or null if the list does not report it (research)
 * @param json the exact JSON that Linkup sent
 */
public record TaskPage(int page, int pageSize, long total, int totalPages, List<Task> tasks, Quota quota, RawJson json)
        implements LinkupAnswer {

    public TaskPage {
        tasks = List.copyOf(tasks);
    }
}

package io.github.camellinkup.client.model;

import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import java.util.Set;

/**
 * Which page of which tasks is wanted. Fields that are null or empty are not sent; the API has no filter by time or id.
 *
 * @param page the page, from 1
 * @param pageSize how many tasks a page should hold, 1 to 100
 * @param sortBy by which time the list is sorted
 * @param sortDirection in which direction
 * @param statuses the statuses wanted; empty means all; not for research lists
 * @param types the task types wanted, in the API's spelling; empty means all; not for research lists
 */
public record TaskQuery(
        Integer page,
        Integer pageSize,
        SortBy sortBy,
        SortDirection sortDirection,
        Set<TaskStatus> statuses,
        Set<String> types) {

    /** The largest page that is asked for. The API does not document its limit. */
    public static final int MAX_PAGE_SIZE = 100;

    /** @throws LinkupInvalidRequestException if page or pageSize is out of range, or a status is {@code UNKNOWN} */
    public TaskQuery {
        new RequestCheck()
                .atLeastOne("page", page)
                .atLeastOne("pageSize", pageSize)
                .throwIfAny();
        if (pageSize != null && pageSize > MAX_PAGE_SIZE) {
            throw LinkupInvalidRequestException.of(
                    "pageSize", "must be at most " + MAX_PAGE_SIZE + ", but it is " + pageSize);
        }
        if (statuses != null && statuses.contains(TaskStatus.UNKNOWN)) {
            throw LinkupInvalidRequestException.of("status", "must be one that the API knows, but it is unknown");
        }
        statuses = statuses == null ? Set.of() : Set.copyOf(statuses);
        types = types == null ? Set.of() : Set.copyOf(types);
    }

    /** The same query for another page. */
    public TaskQuery withPage(int otherPage) {
        return new TaskQuery(otherPage, pageSize, sortBy, sortDirection, statuses, types);
    }
}

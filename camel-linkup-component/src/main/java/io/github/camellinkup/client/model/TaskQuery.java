package io.github.camellinkup.client.model;

import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import java.util.Set;

/**
 * Selects a page of a list of tasks. Fields that are null or empty are not sent; the API has no filter by time or id.
 *
 * @param page the page, from 1
 * @param pageSize the number of tasks on a page, 1 to 100
 * @param sortBy the sort field
 * @param sortDirection the sort direction
 * @param statuses the statuses; empty means all; not for research lists
 * @param types the task types, in the API's spelling; empty means all; not for research lists
 */
public record TaskQuery(
        Integer page,
        Integer pageSize,
        SortBy sortBy,
        SortDirection sortDirection,
        Set<TaskStatus> statuses,
        Set<String> types) {

    /** The largest page of the API. */
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
}

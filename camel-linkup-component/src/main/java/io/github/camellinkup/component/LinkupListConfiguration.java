package io.github.camellinkup.component;

import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.SortDirection;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** Which tasks are listed, and which the consumer emits. */
@UriParams
public class LinkupListConfiguration {

    @UriParam(label = "producer", description = "The page to read in mode list, from 1.")
    private Integer page;

    @UriParam(label = "producer", description = "The number of tasks on a page in mode list: 1 to 100.")
    private Integer pageSize;

    @UriParam(label = "producer", enums = "createdAt,updatedAt", description = "The time that mode list sorts by.")
    private SortBy sortBy;

    @UriParam(label = "producer", enums = "asc,desc", description = "The sort order of mode list.")
    private SortDirection sortDirection;

    @UriParam(
            label = "common",
            description = "Only tasks of these types, separated by commas; in mode list and for the consumer.")
    private String types;

    @UriParam(
            label = "common",
            description = "Only tasks with these statuses, separated by commas; in mode list (pending, processing, "
                    + "completed, failed) and for the consumer (completed, failed).")
    private String statuses;

    public Integer getPage() {
        return page;
    }

    public void setPage(Integer page) {
        this.page = page;
    }

    public Integer getPageSize() {
        return pageSize;
    }

    public void setPageSize(Integer pageSize) {
        this.pageSize = pageSize;
    }

    public SortBy getSortBy() {
        return sortBy;
    }

    public void setSortBy(SortBy sortBy) {
        this.sortBy = sortBy;
    }

    public SortDirection getSortDirection() {
        return sortDirection;
    }

    public void setSortDirection(SortDirection sortDirection) {
        this.sortDirection = sortDirection;
    }

    public String getTypes() {
        return types;
    }

    public void setTypes(String types) {
        this.types = types;
    }

    public String getStatuses() {
        return statuses;
    }

    public void setStatuses(String statuses) {
        this.statuses = statuses;
    }
}

package io.github.camellinkup.engine.listing;

import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What a scan has to know of a page: the ids and times of its tasks, and what the page says of the list. A number or a
 * time that cannot be true counts as not told, because places in the list are computed from it. Immutable.
 */
public final class PageSummary {

    private static final long LARGEST_LIST = 1_000_000_000;
    private static final int LARGEST_PAGE = 1_000;
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    /** @param time null if the task has no plausible time */
    private record Place(String id, Instant time) {}

    private final List<Place> places;
    private final int pageSize;
    private final long total;
    private final int totalPages;

    private PageSummary(List<Place> places, int pageSize, long total, int totalPages) {
        this.places = places;
        this.pageSize = pageSize;
        this.total = total;
        this.totalPages = totalPages;
    }

    /**
     * @param sortBy by which time the page is sorted
     * @param latest a task with a later time counts as one without a time, or everything up to that time would count as
     *     read
     */
    public static PageSummary of(TaskPage page, SortBy sortBy, Instant latest) {
        boolean isPageSize = page.pageSize() >= 0 && page.pageSize() <= LARGEST_PAGE;
        boolean isTotal = page.total() >= 0 && page.total() <= LARGEST_LIST;
        return new PageSummary(
                page.tasks().stream()
                        .map(task -> new Place(task.id(), time(task, sortBy, latest)))
                        .toList(),
                isPageSize ? page.pageSize() : 0,
                isTotal ? page.total() : 0,
                page.totalPages());
    }

    private static Instant time(Task task, SortBy sortBy, Instant latest) {
        Instant time = plausible(sortBy == SortBy.CREATED_AT ? task.createdAt() : task.updatedAt());
        return time == null || time.isAfter(latest) ? null : time;
    }

    /** A time of a task; null if it cannot be one. */
    public static Instant plausible(Instant time) {
        return time == null || time.isBefore(EARLIEST) || time.isAfter(LATEST) ? null : time;
    }

    /** How many tasks the page can hold, as it says; 0 if it does not. */
    int pageSize() {
        return pageSize;
    }

    /** How many tasks the list has, as the page says; 0 if it does not. */
    long total() {
        return total;
    }

    /** How many pages the list has, as the page says; 0 if it does not. */
    int totalPages() {
        return totalPages;
    }

    /** How many tasks the page holds. */
    public int tasks() {
        return places.size();
    }

    /** The time of the first task that has one, or null. */
    public Instant first() {
        return places.stream()
                .map(Place::time)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The time of the last task that has one, or null. */
    Instant last() {
        Instant last = null;
        for (Place place : places) {
            last = place.time() == null ? last : place.time();
        }
        return last;
    }

    /** How many tasks have a later time than this one; all if it is null. */
    public int tasksAfter(Instant time) {
        return (int) places.stream()
                .filter(place ->
                        time == null || place.time() != null && place.time().isAfter(time))
                .count();
    }

    /** The id of the last task; null if there is none. */
    String lastId() {
        return places.isEmpty() ? null : places.get(places.size() - 1).id();
    }

    boolean holds(String taskId) {
        return taskId != null && places.stream().anyMatch(place -> taskId.equals(place.id()));
    }
}

package io.github.camellinkup.engine.receiving;

import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What a walk has to know of a page: its first and last task. Filled while the page streams by. Not thread-safe. */
final class PageNotes {

    private static final int MOST_TASKS = 1_000_000;

    private final SortBy sortBy;
    private final String boundaryId;
    private int tasks;
    private Instant first;
    private Instant last;
    private String lastId;
    private int boundaryAt = -1;

    /**
     * @param sortBy by which time the page is sorted
     * @param boundaryId the task at which the page before ended, or null
     */
    PageNotes(SortBy sortBy, String boundaryId) {
        this.sortBy = sortBy;
        this.boundaryId = boundaryId;
    }

    void add(List<Task> streamed) {
        for (Task task : streamed) {
            Instant time = sortBy == SortBy.CREATED_AT ? task.createdAt() : task.updatedAt();
            if (time != null) {
                first = first == null ? time : first;
                last = time;
            }
            boundaryAt = task.id().equals(boundaryId) ? tasks : boundaryAt;
            lastId = task.id();
            tasks++;
        }
    }

    int tasks() {
        return tasks;
    }

    /** The time of the first task, or null. */
    Instant first() {
        return first;
    }

    /** The time of the last task, or null. */
    Instant last() {
        return last;
    }

    String lastId() {
        return lastId;
    }

    /** The place on the page, from 0, of the task at which the page before ended; -1 if it is not there. */
    int boundaryAt() {
        return boundaryAt;
    }

    /** How many tasks lie between its last task and a later time, if they are as dense there as on this page. */
    int tasksTo(Instant later) {
        return tasksIn(Duration.between(last, later));
    }

    /** How many tasks lie between an earlier time and its first task, if they are as dense there as on this page. */
    int tasksFrom(Instant earlier) {
        return tasksIn(Duration.between(earlier, first));
    }

    private int tasksIn(Duration time) {
        long page = Math.max(1, Duration.between(first, last).abs().toMillis());
        return (int) Math.max(0, Math.min(MOST_TASKS, time.toMillis() * (double) tasks / page));
    }
}

package io.github.camellinkup.engine.listing;

import io.github.camellinkup.client.model.OversizedTask;
import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a walk has to know of a page: its tasks, and the times at which it begins and ends. Filled while the page streams
 * by. Not thread-safe.
 */
public final class PageNotes {

    private static final int MOST_TASKS = 1_000_000;

    /** @param time null if the task has none, or none that can be */
    private record Place(String id, Instant time) {}

    private final SortBy sortBy;
    private final String boundaryId;
    private final List<Place> places = new ArrayList<>();
    private Instant present = Instant.MAX;

    /**
     * @param sortBy by which time the page is sorted
     * @param boundaryId the task at which the page before ended, or null
     */
    public PageNotes(SortBy sortBy, String boundaryId) {
        this.sortBy = sortBy;
        this.boundaryId = boundaryId;
    }

    /**
     * A task that is noted from now on with a later time counts as one without a time. If it did not, everything up to
     * that time would count as read.
     */
    public void notAfter(Instant latest) {
        present = latest;
    }

    /** Notes the next tasks of the page. */
    public void add(List<Task> streamed) {
        for (Task task : streamed) {
            places.add(new Place(task.id(), time(task.createdAt(), task.updatedAt())));
        }
    }

    /** Notes those that did not stream by, once all others are noted. Nobody could read them, but they have their places. */
    public void addOversized(List<OversizedTask> tasks) {
        for (OversizedTask task : tasks) {
            Instant time = time(task.createdAt(), task.updatedAt());
            // What stays the same from read to read serves as well to know it again.
            String id = task.id() == null && time != null ? "the task of " + time : task.id();
            places.add(task.place(), new Place(id, time));
        }
    }

    private Instant time(Instant createdAt, Instant updatedAt) {
        Instant time = PageTold.plausible(sortBy == SortBy.CREATED_AT ? createdAt : updatedAt);
        return time == null || time.isAfter(present) ? null : time;
    }

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
    public Instant last() {
        return latest(places.size() - 1);
    }

    /**
     * Which time the task at a place has at the latest, in a list that begins with the newest: no later than those before
     * it. Null if that is not known.
     */
    public Instant latest(int place) {
        for (int i = place; i >= 0; i--) {
            if (places.get(i).time() != null) {
                return places.get(i).time();
            }
        }
        return null;
    }

    /** The last task, or null if there is none. */
    public String lastId() {
        return places.isEmpty() ? null : places.get(places.size() - 1).id();
    }

    /** The place on the page, from 0, of the task at which the page before ended; -1 if it is not there. */
    public int boundaryAt() {
        if (boundaryId == null) {
            return -1;
        }
        return places.stream().map(Place::id).toList().lastIndexOf(boundaryId);
    }

    /** How many tasks lie between its last task and a later time, if they are as dense there as on this page. */
    public int tasksTo(Instant later) {
        return tasksIn(Duration.between(last(), later));
    }

    /** How many tasks lie between an earlier time and its first task, if they are as dense there as on this page. */
    public int tasksFrom(Instant earlier) {
        return tasksIn(Duration.between(earlier, first()));
    }

    /**
     * How many tasks lie between an earlier time and its last task, if they are as dense there as on this page and it
     * begins with the newest; 0 if the time is not known.
     */
    public int tasksBehind(Instant earlier) {
        boolean isKnown = earlier != null && first() != null;
        return isKnown ? Math.max(0, tasksFrom(earlier) - tasks()) : 0;
    }

    private int tasksIn(Duration time) {
        long page = Math.max(1, Duration.between(first(), last()).abs().toMillis());
        return (int) Math.max(0, Math.min(MOST_TASKS, time.toMillis() * (double) tasks() / page));
    }
}

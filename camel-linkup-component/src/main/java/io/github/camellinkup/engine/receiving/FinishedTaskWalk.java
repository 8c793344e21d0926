package io.github.camellinkup.engine.receiving;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.engine.sending.TaskLister;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * One walk through the list of finished tasks, from the newest back in time. A task that finishes meanwhile enters the
 * list at its head and moves the others back, so a walk can meet a task twice but never miss one. Not thread-safe: one
 * page at a time.
 */
public final class FinishedTaskWalk {

    private final TaskLister lister;
    private final Instant oldest;
    private final Set<String> met = new HashSet<>();
    private TaskQuery nextPage;
    private Instant newest;

    /**
     * @param firstPage the first page to read, sorted by {@code updatedAt}, newest first
     * @param oldest where the walk may end: nothing is wanted that was last updated before
     */
    public FinishedTaskWalk(TaskLister lister, TaskQuery firstPage, Instant oldest) {
        this.lister = lister;
        this.nextPage = firstPage;
        this.oldest = oldest;
    }

    /** Whether there is another page to read. */
    public boolean hasNext() {
        return nextPage != null;
    }

    /** The newest {@code updatedAt} that was met so far, or null. */
    public Instant newest() {
        return newest;
    }

    /** Reads the next page and gives its finished tasks that this walk has not met before, newest first. */
    public CompletionStage<List<Task>> next() {
        TaskQuery query = nextPage;
        return lister.list(query).thenApply(page -> {
            nextPage = isLast(page, query) ? null : query.withPage(query.page() + 1);
            return page.tasks().stream()
                    .filter(this::isWanted)
                    .filter(task -> met.add(task.id()))
                    .toList();
        });
    }

    private boolean isLast(TaskPage page, TaskQuery query) {
        if (page.tasks().isEmpty() || query.page() >= page.totalPages()) {
            return true;
        }
        Instant last = page.tasks().get(page.tasks().size() - 1).updatedAt();
        return last != null && last.isBefore(oldest);
    }

    private boolean isWanted(Task task) {
        Instant updatedAt = task.updatedAt();
        if (task.id() == null || !task.isFinished()) {
            return false;
        }
        if (updatedAt != null && (newest == null || updatedAt.isAfter(newest))) {
            newest = updatedAt;
        }
        return updatedAt == null || !updatedAt.isBefore(oldest);
    }
}

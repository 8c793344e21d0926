package io.github.camellinkup.engine.sending;

import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.SortDirection;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Reads the tasks that were created since some time, the newest first, from a list that moves while it is read. New
 * tasks enter at its head and move the others back: some are read twice. Tasks that leave the list move others forward,
 * past the place that was reached; the total says by how many at the most, and the walk goes back that far. So a task
 * that stays in the list is never missed, as long as the list keeps its order.
 */
final class CreationWalk {

    private final TaskLister lister;
    private final TaskQuery query;
    private final Instant since;
    private final Consumer<Task> sink;
    private final Executor workers;

    /**
     * @param types the types of the tasks wanted, all if empty
     * @param since where the walk may end: no task is wanted that was created before
     * @param sink takes the tasks, some of them more than once, one page at a time
     * @param workers where it takes them
     */
    CreationWalk(TaskLister lister, Set<String> types, Instant since, Consumer<Task> sink, Executor workers) {
        this.lister = lister;
        this.query = new TaskQuery(1, TaskQuery.MAX_PAGE_SIZE, SortBy.CREATED_AT, SortDirection.DESC, Set.of(), types);
        this.since = since;
        this.sink = sink;
        this.workers = workers;
    }

    /** Completes at the end of the walk; fails with the read that failed. */
    CompletionStage<Void> walk() {
        return read(1, 0);
    }

    private CompletionStage<Void> read(int number, long lastTotal) {
        return lister.list(query.withPage(number))
                .thenComposeAsync(
                        page -> {
                            page.tasks().forEach(sink);
                            int pageSize = page.pageSize() > 0 ? page.pageSize() : query.pageSize();
                            long left = lastTotal - page.total();
                            if (left > 0 && number > 1) {
                                long back = (left + pageSize - 1) / pageSize;
                                return read((int) Math.max(1, number - back), page.total());
                            }
                            return isLast(page, number, pageSize)
                                    ? CompletableFuture.completedFuture(null)
                                    : read(number + 1, page.total());
                        },
                        workers);
    }

    private boolean isLast(TaskPage page, int number, int pageSize) {
        List<Task> tasks = page.tasks();
        if (tasks.isEmpty()) {
            return true;
        }
        Instant last = tasks.get(tasks.size() - 1).createdAt();
        if (last != null && last.isBefore(since)) {
            return true;
        }
        return page.totalPages() > 0 ? number >= page.totalPages() : tasks.size() < pageSize;
    }
}

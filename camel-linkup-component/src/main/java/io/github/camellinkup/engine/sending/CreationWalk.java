package io.github.camellinkup.engine.sending;

import io.github.camellinkup.client.TaskSink;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.OversizedTask;
import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.SortDirection;
import io.github.camellinkup.client.model.StreamedPage;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.engine.exception.Failures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Reads the tasks that were created since some time, the newest first, from a list that moves while it is read. New
 * tasks enter at its head and move the others back: some are read twice. Tasks that leave the list move others forward,
 * past the place that was reached; the total says by how many at the most, and the walk goes back that far. So a task
 * that stays in the list is never missed, as long as the list keeps its order. The tasks are shown while a page streams
 * by, and none is kept.
 */
final class CreationWalk {

    /** Is shown what the list has, on a worker, one thing at a time; some of it more than once. */
    interface Listener {

        void met(Task task);

        /**
         * There is a task that is too large to be read.
         *
         * @param id its id, or null if that is not known
         * @param latest when it was created at the latest, or null if that is not known
         */
        void passedOver(String id, Instant latest);

        /**
         * A page is read, and it was not the last.
         *
         * @param reached no task on the pages to come was created later; null if that is not known
         * @return whether the walk may end here
         */
        default boolean isEnough(Instant reached) {
            return false;
        }
    }

    /** How often a page on which a read failed is read again at once; the first one is not. */
    private static final int TRIES_AGAIN = 2;

    private record ReadPage(StreamedPage page, Times times) {}

    private final TaskLister lister;
    private final TaskQuery query;
    private final Instant since;
    private final Listener listener;
    private final Executor workers;

    /** Those of the page that is being read. What still comes of one that broke off is not shown beside it. */
    private Times current;

    /**
     * @param types the types of the tasks wanted, all if empty
     * @param since where the walk may end: no task is wanted that was created before
     * @param workers where the listener is called
     */
    CreationWalk(TaskLister lister, Set<String> types, Instant since, Listener listener, Executor workers) {
        this.lister = lister;
        this.query = new TaskQuery(1, TaskQuery.MAX_PAGE_SIZE, SortBy.CREATED_AT, SortDirection.DESC, Set.of(), types);
        this.since = since;
        this.listener = listener;
        this.workers = workers;
    }

    /** Completes at the end of the walk; fails with the read that failed. */
    CompletionStage<Void> walk() {
        return read(1, 0);
    }

    private CompletionStage<Void> read(int number, long lastTotal) {
        return page(number, number == 1 ? 0 : TRIES_AGAIN)
                .thenComposeAsync(
                        read -> {
                            StreamedPage page = read.page();
                            int pageSize = page.pageSize() > 0 ? page.pageSize() : query.pageSize();
                            // Whatever a total says, the walk stays on the pages that it has been on.
                            long total = Math.max(0, page.total());
                            long left = lastTotal - total;
                            if (left > 0 && number > 1) {
                                long back = (left - 1) / pageSize + 1;
                                return read((int) Math.max(1, number - back), total);
                            }
                            return isLast(page, read.times(), number, pageSize)
                                            || listener.isEnough(read.times().latest(page.tasks() - 1))
                                    ? CompletableFuture.completedFuture(null)
                                    : read(number + 1, total);
                        },
                        workers);
    }

    /** Shows the tasks of a page. Because of one that breaks off a long list is not read from the beginning. */
    private CompletionStage<ReadPage> page(int number, int triesLeft) {
        Times times = begin();
        TaskSink sink = tasks -> CompletableFuture.runAsync(() -> meet(tasks, times), workers);
        return lister.page(query.withPage(number), sink)
                .thenApplyAsync(
                        page -> {
                            passOver(page.oversized(), times);
                            return new ReadPage(page, times);
                        },
                        workers)
                .exceptionallyCompose(failure -> {
                    Throwable cause = Failures.cause(failure);
                    return triesLeft == 0 || RestSender.isRefusal(cause) || asksToWait(cause)
                            ? CompletableFuture.failedFuture(cause)
                            : page(number, triesLeft - 1);
                });
    }

    private static boolean asksToWait(Throwable cause) {
        return cause instanceof LinkupException failure
                && failure.getRetryAfter().isPresent();
    }

    private synchronized Times begin() {
        current = new Times();
        return current;
    }

    private synchronized void meet(List<Task> tasks, Times times) {
        if (times != current) {
            return;
        }
        for (Task task : tasks) {
            times.add(task.createdAt());
            listener.met(task);
        }
    }

    private void passOver(List<OversizedTask> oversized, Times times) {
        oversized.forEach(task -> times.insert(task.place(), task.createdAt()));
        oversized.forEach(task -> listener.passedOver(task.id(), times.latest(task.place())));
    }

    private boolean isLast(StreamedPage page, Times times, int number, int pageSize) {
        if (page.tasks() == 0) {
            return true;
        }
        Instant last = times.latest(page.tasks() - 1);
        if (last != null && last.isBefore(since)) {
            return true;
        }
        return page.totalPages() > 0 ? number >= page.totalPages() : page.tasks() < pageSize;
    }

    /** When the tasks of a page were created, by their places. */
    private static final class Times {

        private final List<Instant> times = new ArrayList<>();

        void add(Instant time) {
            times.add(time);
        }

        void insert(int place, Instant time) {
            times.add(place, time);
        }

        /** When the task at a place was created at the latest: no later than those before it. Null if not known. */
        Instant latest(int place) {
            int known = place;
            while (known >= 0 && times.get(known) == null) {
                known--;
            }
            return known < 0 ? null : times.get(known);
        }
    }
}

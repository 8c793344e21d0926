package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.TaskSink;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.OversizedTask;
import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.StreamedPage;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.listing.HeadWalk;
import io.github.camellinkup.engine.listing.PageChoice;
import io.github.camellinkup.engine.listing.PageNotes;
import io.github.camellinkup.engine.listing.PageTold;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Reads the tasks that were created since some time, the newest first, from a list that moves while it is read: a task
 * that stays in the list is never missed, as long as the list keeps its order (see {@link HeadWalk}). The tasks are shown
 * while a page streams by, and none is kept.
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

    private record ReadPage(PageChoice asked, StreamedPage told, PageNotes notes) {}

    private final TaskLister lister;
    private final Set<String> types;
    private final HeadWalk walk;
    private final Listener listener;
    private final Executor workers;

    /** The server may give smaller pages than it was asked for. */
    private int pageSize = TaskQuery.MAX_PAGE_SIZE;

    /** Those of the page that is being read. What still comes of one that broke off is not shown beside it. */
    private PageNotes current;

    /**
     * @param types the types of the tasks wanted, all if empty
     * @param since where the walk may end: no task is wanted that was created before
     * @param workers where the listener is called
     */
    CreationWalk(TaskLister lister, Set<String> types, Instant since, Listener listener, Executor workers) {
        this.lister = lister;
        this.walk = new HeadWalk(SortBy.CREATED_AT, since);
        this.types = types;
        this.listener = listener;
        this.workers = workers;
    }

    /** Completes at the end of the walk; fails with the read that failed. */
    CompletionStage<Void> walk() {
        return page(walk.next(pageSize), walk.pages() == 0 ? 0 : TRIES_AGAIN)
                .thenComposeAsync(
                        read -> {
                            goOn(read);
                            return walk.isAtEnd() || listener.isEnough(walk.boundary())
                                    ? CompletableFuture.completedFuture(null)
                                    : walk();
                        },
                        workers);
    }

    private void goOn(ReadPage read) {
        StreamedPage told = PageTold.plausible(read.told());
        if (told.pageSize() > 0 && told.pageSize() < read.asked().size()) {
            pageSize = told.pageSize();
        }
        walk.read(read.asked(), told, read.notes());
    }

    /** Shows the tasks of a page. Because of one that breaks off a long list is not read from the beginning. */
    private CompletionStage<ReadPage> page(PageChoice asked, int triesLeft) {
        PageNotes notes = begin();
        TaskSink sink = tasks -> CompletableFuture.runAsync(() -> meet(tasks, notes), workers);
        return lister.page(query(asked), sink)
                .thenApplyAsync(
                        told -> {
                            passOver(told.oversized(), notes);
                            return new ReadPage(asked, told, notes);
                        },
                        workers)
                .exceptionallyCompose(failure -> {
                    Throwable cause = Failures.cause(failure);
                    return triesLeft == 0 || RestSender.isRefusal(cause) || asksToWait(cause)
                            ? CompletableFuture.failedFuture(cause)
                            : page(asked, triesLeft - 1);
                });
    }

    private TaskQuery query(PageChoice page) {
        return new TaskQuery(page.number(), page.size(), walk.sortBy(), walk.direction(), Set.of(), types);
    }

    private static boolean asksToWait(Throwable cause) {
        return cause instanceof LinkupException failure
                && failure.getRetryAfter().isPresent();
    }

    private synchronized PageNotes begin() {
        current = walk.notes();
        return current;
    }

    private synchronized void meet(List<Task> tasks, PageNotes notes) {
        if (notes == current) {
            notes.add(tasks);
            tasks.forEach(listener::met);
        }
    }

    private void passOver(List<OversizedTask> oversized, PageNotes notes) {
        notes.addOversized(oversized);
        oversized.forEach(task -> listener.passedOver(task.id(), notes.latest(task.place())));
    }
}

package io.github.camellinkup.engine.listing;

import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;

/**
 * Chooses how many tasks to ask for in a page: as many as the API gives, fewer where results are large, and a quarter
 * after a page that could not be had. Sizes grow again; where the first page of the list fails again and again, because the
 * task that spoils it stays there, growing takes longer each time.
 * Not thread-safe.
 */
public final class PageSize {

    /** A page should have about this many bytes, so that several of them fit into a small heap. */
    private static final long TARGET_BYTES = 16L * 1024 * 1024;

    private static final int LONGEST_PATIENCE = 64;

    /** Each try costs a second, so sizes change in few steps. */
    private static final int STEP = 4;

    private int largestGiven = TaskQuery.MAX_PAGE_SIZE;
    private int size = TaskQuery.MAX_PAGE_SIZE;

    /** No page larger than this is asked for, until enough pages of this size were had. */
    private int limit = TaskQuery.MAX_PAGE_SIZE;

    private int patience = 1;
    private int had;
    private boolean hasGrown;

    public int get() {
        return size;
    }

    /** A page was had. */
    public void read(TaskPage page, int asked) {
        if (page.pageSize() > 0 && page.pageSize() < asked) {
            largestGiven = page.pageSize();
        }
        had++;
        if (had >= patience && limit < TaskQuery.MAX_PAGE_SIZE) {
            had = 0;
            hasGrown = true;
            limit = Math.min(TaskQuery.MAX_PAGE_SIZE, STEP * limit);
        } else if (had >= LONGEST_PATIENCE) {
            patience = 1;
        }
        size = Math.min(largestGiven, limit);
        if (!page.tasks().isEmpty()) {
            long each = Math.max(1, page.json().length() / page.tasks().size());
            size = (int) Math.max(1, Math.min(size, TARGET_BYTES / each));
        }
    }

    /** A page could not be had. */
    public void failed(PageRequest asked) {
        boolean failsAgain = hasGrown && asked.number() == 1;
        patience = failsAgain ? Math.min(LONGEST_PATIENCE, 2 * patience) : asked.number() == 1 ? patience : 1;
        hasGrown = false;
        had = 0;
        limit = Math.max(1, asked.size() / STEP);
        size = limit;
    }
}

package io.github.camellinkup.engine.receiving;

import io.github.camellinkup.client.model.StreamedPage;
import io.github.camellinkup.client.model.TaskQuery;

/**
 * Chooses how many tasks a page should hold: as many as the API gives, and fewer where results are large, so that a page
 * that has to be read again does not cost too much. Not thread-safe.
 */
final class PageSize {

    /** What a page may weigh. */
    private static final long TARGET_BYTES = 16L * 1024 * 1024;

    private int most = TaskQuery.MAX_PAGE_SIZE;
    private int size = TaskQuery.MAX_PAGE_SIZE;

    int get() {
        return size;
    }

    /** Takes note of a page that was read. */
    void read(StreamedPage page, int asked) {
        if (page.pageSize() > 0 && page.pageSize() < asked) {
            most = page.pageSize();
        }
        size = most;
        if (page.tasks() > 0) {
            long each = Math.max(1, page.bytes() / page.tasks());
            size = (int) Math.max(1, Math.min(most, TARGET_BYTES / each));
        }
    }
}

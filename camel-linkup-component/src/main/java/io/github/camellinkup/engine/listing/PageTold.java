package io.github.camellinkup.engine.listing;

import io.github.camellinkup.client.model.StreamedPage;
import java.time.Instant;

/** What a page says of itself, as far as it can be: places in a list are reckoned from it. */
public final class PageTold {

    /** No list has more tasks than this, and no page. */
    private static final long MOST_TASKS = 1_000_000_000;

    private static final int LARGEST_PAGE = 1_000;

    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private PageTold() {}

    /** The page, with nothing said where it says what cannot be. */
    public static StreamedPage plausible(StreamedPage page) {
        boolean isPageSize = page.pageSize() >= 0 && page.pageSize() <= LARGEST_PAGE;
        boolean isTotal = page.total() >= 0 && page.total() <= MOST_TASKS;
        return isPageSize && isTotal
                ? page
                : new StreamedPage(
                        page.page(),
                        isPageSize ? page.pageSize() : 0,
                        isTotal ? page.total() : 0,
                        page.totalPages(),
                        page.quota(),
                        page.tasks(),
                        page.bytes(),
                        page.oversized());
    }

    /** A time of a task; null if it cannot be one. */
    public static Instant plausible(Instant time) {
        return time == null || time.isBefore(FIRST) || time.isAfter(LAST) ? null : time;
    }
}

package io.github.camellinkup.engine.listing;

import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.SortDirection;
import io.github.camellinkup.client.model.StreamedPage;

/**
 * A walk along a list of tasks. It knows which page to read next, although the list moves while it is read. Not
 * thread-safe.
 */
public sealed interface ListWalk permits HeadWalk, Sweep {

    /** The time by which the list is sorted. */
    SortBy sortBy();

    /** The direction in which the list is sorted. */
    SortDirection direction();

    /** Whether there is nothing more to read. */
    boolean isAtEnd();

    /** How many pages were read. */
    int pages();

    /**
     * The page to read next.
     *
     * @param pageSize how many tasks a page should hold at the most
     */
    PageChoice next(int pageSize);

    /** Notes on the page that is read next. */
    PageNotes notes();

    /**
     * Goes on behind a page that was read whole.
     *
     * @param asked the page that was asked for
     */
    void read(PageChoice asked, StreamedPage told, PageNotes notes);
}

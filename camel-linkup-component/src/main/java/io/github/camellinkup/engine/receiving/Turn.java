package io.github.camellinkup.engine.receiving;

import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.engine.listing.ListWalk;
import io.github.camellinkup.engine.listing.PageChoice;
import io.github.camellinkup.engine.repository.PendingTask;

/** One read of results. */
public sealed interface Turn {

    /**
     * Reads the next page of a walk.
     *
     * @param page the page that the query asks for
     * @param lasting whether the walk goes on with this page; else the page is only glanced at
     */
    record ReadPage(ListWalk walk, PageChoice page, TaskQuery query, boolean lasting) implements Turn {}

    /** Reads one task. */
    record ReadTask(PendingTask task) implements Turn {}
}

package io.github.camellinkup.engine.results;

import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.engine.listing.PageRequest;
import io.github.camellinkup.engine.repository.PendingTask;
import java.util.Set;

/** What the reader reads next for a subscriber. */
sealed interface PollStep {

    /** Why a page is read. */
    enum Purpose {

        /** The scan of the subscriber goes on with it. */
        SCAN,

        /** While the scan goes on farther down, new results stand here. */
        NEWEST,

        /** Whether this page can be had shows whether the one before it is at fault, or the service. */
        BEHIND_BROKEN
    }

    /**
     * Reads a page of the list.
     *
     * @param types the types that the list is limited to; empty means all
     */
    record ReadPage(PageRequest page, TaskQuery query, Set<String> types, Purpose purpose) implements PollStep {

        boolean isOfScan() {
            return purpose == Purpose.SCAN;
        }
    }

    /** Reads one task. */
    record ReadTask(PendingTask task) implements PollStep {}
}

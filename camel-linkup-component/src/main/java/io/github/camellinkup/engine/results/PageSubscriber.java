package io.github.camellinkup.engine.results;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.listing.PageSummary;
import io.github.camellinkup.engine.results.PollStep.ReadPage;
import io.github.camellinkup.engine.results.PollStep.ReadTask;
import java.util.List;
import java.util.Set;

/** Gets the pages that a {@link ResultReader} reads, and chooses in its turn what is read next. Thread-safe. */
interface PageSubscriber {

    /** Where this subscriber reads single tasks. */
    TaskSource source();

    /** The types that the list has to hold; empty means all. */
    Set<String> listedTypes();

    /**
     * Chooses what is read next.
     *
     * @param types the types that the list is limited to
     * @param isAlone whether no other subscriber waits, to which a page could bring something as well
     */
    PollStep plan(int pageSize, Set<String> types, boolean isAlone);

    /**
     * A page was read, for this subscriber or for another.
     *
     * @param isLead whether this subscriber had chosen it
     * @param finished the finished tasks on it
     * @return what is wanted of it; null if it was of no use here, and another page is waited for
     */
    List<FinishedTask> pageRead(ReadPage read, boolean isLead, PageSummary summary, List<Task> finished);

    /** Finished tasks were read for another purpose; null if none is wanted, and a page of the list is waited for. */
    List<FinishedTask> glance(List<Task> finished);

    /**
     * A page of size 1 cannot be read: its task is stepped over.
     *
     * @return as {@link #pageRead}
     */
    List<FinishedTask> steppedOver(ReadPage read, boolean isLead, LinkupException failure);

    /** A page of size 1 that this subscriber had chosen was too slow or broke off. */
    void brokeOff(ReadPage read);

    /**
     * A task that this subscriber had chosen was read, or could not be read.
     *
     * @param failure null if it was read
     */
    List<FinishedTask> taskRead(ReadTask read, Task task, Throwable failure);

    /** The caller has what it asked for, or does not wait any more. */
    void readEnded();

    /** The read has failed. */
    void readFailed();

    /** Results that come too late for the caller. */
    void giveBack(List<FinishedTask> results);
}

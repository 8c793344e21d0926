package io.github.camellinkup.component;

import io.github.camellinkup.engine.TaskEngine;
import io.github.camellinkup.engine.repository.Outstanding;
import io.github.camellinkup.engine.statistics.TaskCount;
import java.util.TreeMap;
import org.apache.camel.api.management.ManagedAttribute;

/**
 * The JMX attributes of consumers and producers of tasks. Endpoints with the same repository and the same settings share
 * an engine, and so show the same numbers. They count from the start of the component.
 */
public interface LinkupTaskAttributes extends LinkupSpendAttributes {

    private long count(TaskCount count) {
        TaskEngine engine = taskEngine();
        return engine == null ? 0 : engine.statistics().get(count);
    }

    private Outstanding outstanding() {
        TaskEngine engine = taskEngine();
        return engine == null ? Outstanding.NONE : engine.outstanding();
    }

    @ManagedAttribute(description = "Tasks that were sent and whose results are not yet taken")
    default int getOutstandingTasks() {
        return outstanding().count();
    }

    @ManagedAttribute(description = "The outstanding tasks by type, such as {fetch=2, search=40}")
    default String getOutstandingByType() {
        return new TreeMap<>(outstanding().countByType()).toString();
    }

    @ManagedAttribute(
            description =
                    "When the oldest of the outstanding tasks was created, by Linkup's clock, or a little earlier")
    default String getOldestOutstanding() {
        Outstanding outstanding = outstanding();
        return outstanding.oldest() == null ? "" : outstanding.oldest().toString();
    }

    @ManagedAttribute(description = "Milliseconds from the end of the task that was emitted last to its exchange")
    default long getLagMillis() {
        TaskEngine engine = taskEngine();
        return engine == null ? 0 : engine.statistics().lastLag().toMillis();
    }

    @ManagedAttribute(description = "Calls that create tasks, including retries")
    default long getCreateCalls() {
        return count(TaskCount.CREATE_CALLS);
    }

    @ManagedAttribute(description = "Reads of a page of tasks, including retries")
    default long getListReads() {
        return count(TaskCount.LIST_READS);
    }

    @ManagedAttribute(description = "Reads of a single task, including retries")
    default long getSingleReads() {
        return count(TaskCount.SINGLE_READS);
    }

    @ManagedAttribute(description = "Calls of these kinds that Linkup answered with 429")
    default long getRefusedCalls() {
        return count(TaskCount.REFUSED);
    }

    @ManagedAttribute(description = "Tasks confirmed by the answer to their create call")
    default long getCreatedTasks() {
        return count(TaskCount.CREATED);
    }

    @ManagedAttribute(description = "Tasks found in the list after their create call got no answer")
    default long getAdoptedTasks() {
        return count(TaskCount.ADOPTED);
    }

    @ManagedAttribute(description = "Requests sent again because they were not found in the list")
    default long getSentAgain() {
        return count(TaskCount.SENT_AGAIN);
    }

    @ManagedAttribute(description = "Requests for which it is unknown whether a task was created")
    default long getUncertainRequests() {
        return count(TaskCount.UNCERTAIN);
    }

    @ManagedAttribute(description = "Results passed to an exchange of a consumer")
    default long getEmittedResults() {
        return count(TaskCount.EMITTED);
    }

    @ManagedAttribute(description = "Exchanges with a result that failed")
    default long getFailedDeliveries() {
        return count(TaskCount.FAILED_DELIVERIES);
    }

    @ManagedAttribute(
            description = "Results not delivered because their exchanges failed too often or they are too large")
    default long getGivenUpResults() {
        return count(TaskCount.GIVEN_UP);
    }

    @ManagedAttribute(description = "Failed tasks whose request was sent again")
    default long getResubmittedTasks() {
        return count(TaskCount.RESUBMITTED);
    }

    @ManagedAttribute(description = "Results that Linkup no longer held")
    default long getExpiredResults() {
        return count(TaskCount.EXPIRED);
    }
}

package io.github.camellinkup.component;

import io.github.camellinkup.engine.TaskEngine;
import io.github.camellinkup.engine.monitoring.EngineStatistics;
import io.github.camellinkup.engine.monitoring.TaskEventType;
import io.github.camellinkup.engine.repository.Outstanding;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.apache.camel.api.management.ManagedAttribute;

/**
 * The JMX attributes of consumers and producers of tasks. Endpoints with the same repository and the same settings share
 * an engine, and so show the same numbers. They count from the start of the component.
 */
public interface LinkupTaskAttributes extends LinkupSpendAttributes {

    private long statistics(ToLongFunction<EngineStatistics> count) {
        TaskEngine engine = taskEngine();
        return engine == null ? 0 : count.applyAsLong(engine.statistics());
    }

    private long count(TaskEventType type) {
        return statistics(counts -> counts.get(type));
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
        return statistics(EngineStatistics::createCalls);
    }

    @ManagedAttribute(description = "Reads of a page of tasks, including retries")
    default long getListReads() {
        return statistics(EngineStatistics::listReads);
    }

    @ManagedAttribute(description = "Reads of a single task, including retries")
    default long getSingleReads() {
        return statistics(EngineStatistics::singleReads);
    }

    @ManagedAttribute(description = "Calls of these kinds that Linkup answered with 429")
    default long getRefusedCalls() {
        return statistics(EngineStatistics::refusedCalls);
    }

    @ManagedAttribute(description = "Tasks confirmed by the answer to their create call")
    default long getCreatedTasks() {
        return count(TaskEventType.CREATED);
    }

    @ManagedAttribute(description = "Tasks found in the list after their create call got no answer")
    default long getAdoptedTasks() {
        return count(TaskEventType.ADOPTED);
    }

    @ManagedAttribute(description = "Requests sent again because they were not found in the list")
    default long getSentAgain() {
        return count(TaskEventType.SENT_AGAIN);
    }

    @ManagedAttribute(description = "Requests for which it is unknown whether a task was created")
    default long getUncertainRequests() {
        return count(TaskEventType.UNCERTAIN);
    }

    @ManagedAttribute(description = "Results passed to an exchange of a consumer")
    default long getEmittedResults() {
        return count(TaskEventType.EMITTED);
    }

    @ManagedAttribute(description = "Results passed to an exchange that waited for them")
    default long getAwaitedResults() {
        return count(TaskEventType.AWAITED);
    }

    @ManagedAttribute(description = "Exchanges with a result that failed")
    default long getFailedDeliveries() {
        return count(TaskEventType.DELIVERY_FAILED);
    }

    @ManagedAttribute(
            description = "Results not delivered because their exchanges failed too often or they are too large")
    default long getGivenUpResults() {
        return count(TaskEventType.GIVEN_UP);
    }

    @ManagedAttribute(description = "Failed tasks whose request was sent again")
    default long getResubmittedTasks() {
        return count(TaskEventType.RESUBMITTED);
    }

    @ManagedAttribute(description = "Results that Linkup no longer held")
    default long getExpiredResults() {
        return count(TaskEventType.EXPIRED);
    }
}

package io.github.camellinkup.component;

import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.spi.StateRepository;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** Which finished tasks a consumer emits, and how. */
@UriParams
public class LinkupConsumerConfiguration {

    @UriParam(
            label = "consumer",
            defaultValue = "all",
            description = "all emits every finished task of the organisation. submitted emits the tasks that this "
                    + "component sent, or another node that shares the taskRepository.")
    private TaskScope taskScope = TaskScope.all;

    @UriParam(
            label = "consumer",
            description = "With taskScope=all, emits tasks that finished since this time: an instant such as "
                    + "2026-05-18T00:00:00Z, or a duration before the start such as 24h. The default is the start "
                    + "of the consumer. With a stateRepository it applies to the first run only.")
    private String since;

    @UriParam(
            label = "consumer",
            defaultValue = "emit",
            description = "What to do with failed tasks and expired results: emit sends an exchange with a null body "
                    + "and the status (failed, expired) in a header; error passes a LinkupTaskFailedException or "
                    + "LinkupTaskExpiredException to the error handling of the consumer; skip ignores them, and "
                    + "logs a warning for expired results.")
    private FailedTaskPolicy failedTasks = FailedTaskPolicy.emit;

    @UriParam(
            label = "consumer",
            defaultValue = "0",
            description = "The maximum number of tasks that one poll emits. 0 means no limit.")
    private int maxMessagesPerPoll;

    @UriParam(
            label = "consumer",
            defaultValue = "10",
            description = "How often a result is emitted again after its exchange failed, with growing delays. After "
                    + "that the task stays in the taskRepository as failed. -1 means no limit.")
    private int maxRedeliveries = 10;

    @UriParam(
            label = "consumer",
            defaultValue = "0",
            description = "How often the request of a failed task is sent again before the task is emitted as failed. "
                    + "Only with taskScope=submitted.")
    private int maxResubmits;

    @UriParam(label = "consumer", defaultValue = "1", description = "The number of threads that process exchanges.")
    private int concurrentConsumers = 1;

    @UriParam(
            label = "consumer",
            defaultValue = "0",
            description = "The maximum number of exchanges in flight, for asynchronous routes. At the limit no further "
                    + "results are read. 0 means the value of concurrentConsumers.")
    private int maxInFlight;

    @UriParam(
            label = "consumer,advanced",
            description = "With taskScope=all, stores the time up to which all tasks were emitted, where the next "
                    + "start continues. Use it together with a persistent idempotentRepository.")
    private StateRepository<String, String> stateRepository;

    @UriParam(
            label = "consumer,advanced",
            description = "With taskScope=all, stores the ids of emitted tasks, so that each is emitted once. An id is "
                    + "added after its exchange has completed without error. In memory by default.")
    private IdempotentRepository idempotentRepository;

    public TaskScope getTaskScope() {
        return taskScope;
    }

    public void setTaskScope(TaskScope taskScope) {
        this.taskScope = taskScope;
    }

    public String getSince() {
        return since;
    }

    public void setSince(String since) {
        this.since = since;
    }

    public FailedTaskPolicy getFailedTasks() {
        return failedTasks;
    }

    public void setFailedTasks(FailedTaskPolicy failedTasks) {
        this.failedTasks = failedTasks;
    }

    public int getMaxMessagesPerPoll() {
        return maxMessagesPerPoll;
    }

    public void setMaxMessagesPerPoll(int maxMessagesPerPoll) {
        this.maxMessagesPerPoll = maxMessagesPerPoll;
    }

    public IdempotentRepository getIdempotentRepository() {
        return idempotentRepository;
    }

    public void setIdempotentRepository(IdempotentRepository idempotentRepository) {
        this.idempotentRepository = idempotentRepository;
    }

    public int getMaxRedeliveries() {
        return maxRedeliveries;
    }

    public void setMaxRedeliveries(int maxRedeliveries) {
        this.maxRedeliveries = maxRedeliveries;
    }

    public int getMaxResubmits() {
        return maxResubmits;
    }

    public void setMaxResubmits(int maxResubmits) {
        this.maxResubmits = maxResubmits;
    }

    public int getConcurrentConsumers() {
        return concurrentConsumers;
    }

    public void setConcurrentConsumers(int concurrentConsumers) {
        this.concurrentConsumers = concurrentConsumers;
    }

    public int getMaxInFlight() {
        return maxInFlight;
    }

    public void setMaxInFlight(int maxInFlight) {
        this.maxInFlight = maxInFlight;
    }

    public StateRepository<String, String> getStateRepository() {
        return stateRepository;
    }

    public void setStateRepository(StateRepository<String, String> stateRepository) {
        this.stateRepository = stateRepository;
    }
}

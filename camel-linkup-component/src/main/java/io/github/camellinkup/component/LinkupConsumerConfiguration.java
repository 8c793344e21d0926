package io.github.camellinkup.component;

import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.spi.StateRepository;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** Which finished tasks the consumer emits. */
@UriParams
public class LinkupConsumerConfiguration {

    @UriParam(
            label = "consumer",
            defaultValue = "all",
            description = "all emits every finished task of the organisation. submitted emits those that were sent "
                    + "through this component, or by another node that shares the taskRepository.")
    private TaskScope taskScope = TaskScope.all;

    @UriParam(
            label = "consumer",
            description = "From when on finished tasks are emitted with taskScope=all: an instant such as "
                    + "2026-05-18T00:00:00Z, or a duration back from the start such as 24h. The default is the "
                    + "start of the consumer. With a stateRepository it holds for the first run only.")
    private String since;

    @UriParam(
            label = "consumer",
            defaultValue = "emit",
            description = "What to do with failed tasks, and with results that have expired: emit sends them through "
                    + "the route with a null body and the status (failed, expired) in a header, error hands a "
                    + "LinkupTaskFailedException or LinkupTaskExpiredException to the error handling of the consumer, "
                    + "skip passes them by, with a warning in the log for those that have expired.")
    private FailedTaskPolicy failedTasks = FailedTaskPolicy.emit;

    @UriParam(
            label = "consumer",
            defaultValue = "0",
            description = "The most tasks that one poll emits. 0 means no limit.")
    private int maxMessagesPerPoll;

    @UriParam(
            label = "consumer",
            defaultValue = "10",
            description = "How often a result is emitted again whose exchange has failed, later each time. After that "
                    + "it stays in the taskRepository as failed. -1 means without end.")
    private int maxRedeliveries = 10;

    @UriParam(
            label = "consumer",
            defaultValue = "0",
            description = "How often the request of a failed task is sent again before the task is emitted as failed. "
                    + "Only with taskScope=submitted.")
    private int maxResubmits;

    @UriParam(
            label = "consumer",
            defaultValue = "1",
            description = "How many threads process exchanges at the same time.")
    private int concurrentConsumers = 1;

    @UriParam(
            label = "consumer",
            defaultValue = "0",
            description = "The most exchanges under way at the same time, for routes that go on without holding a "
                    + "thread. While there are as many, no more results are read. 0 means as many as "
                    + "concurrentConsumers.")
    private int maxInFlight;

    @UriParam(
            label = "consumer,advanced",
            description = "Remembers up to when everything was emitted with taskScope=all, so that the next start goes "
                    + "on there. Use it with an idempotentRepository that outlives a restart too.")
    private StateRepository<String, String> stateRepository;

    @UriParam(
            label = "consumer,advanced",
            description = "Remembers which tasks were emitted with taskScope=all, so that each is emitted once. A "
                    + "task is added only after its exchange has completed without error. In memory unless set.")
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

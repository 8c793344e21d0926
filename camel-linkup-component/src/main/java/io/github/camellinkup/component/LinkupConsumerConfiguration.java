package io.github.camellinkup.component;

import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** Which finished tasks the consumer emits. */
@UriParams
public class LinkupConsumerConfiguration {

    @UriParam(
            label = "consumer",
            enums = "all,submitted",
            defaultValue = "all",
            description = "all emits every finished task of the organisation. submitted emits those that were sent "
                    + "through this component, or by another node that shares the taskRepository.")
    private String taskScope = "all";

    @UriParam(
            label = "consumer",
            description = "From when on finished tasks are emitted with taskScope=all: an instant such as "
                    + "2026-05-18T00:00:00Z, or a duration back from the start such as 24h. The default is the "
                    + "start of the consumer.")
    private String since;

    @UriParam(
            label = "consumer",
            enums = "emit,error,skip",
            defaultValue = "emit",
            description = "What to do with failed tasks: emit sends them through the route with a null body and the "
                    + "status in a header, error hands a LinkupTaskFailedException to the error handling of the "
                    + "consumer, skip passes them by.")
    private String failedTasks = "emit";

    @UriParam(
            label = "consumer",
            defaultValue = "0",
            description = "The most tasks that one poll emits. 0 means no limit.")
    private int maxMessagesPerPoll;

    @UriParam(
            label = "consumer,advanced",
            description = "Remembers which tasks were emitted with taskScope=all, so that each is emitted once. A "
                    + "task is added only after its exchange has completed without error. In memory unless set.")
    private IdempotentRepository idempotentRepository;

    public String getTaskScope() {
        return taskScope;
    }

    public void setTaskScope(String taskScope) {
        this.taskScope = taskScope;
    }

    public String getSince() {
        return since;
    }

    public void setSince(String since) {
        this.since = since;
    }

    public String getFailedTasks() {
        return failedTasks;
    }

    public void setFailedTasks(String failedTasks) {
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
}

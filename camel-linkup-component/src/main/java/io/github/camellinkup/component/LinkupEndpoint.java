package io.github.camellinkup.component;

import io.github.camellinkup.engine.TaskEngine;
import io.github.camellinkup.engine.outbox.ReconciliationOptions;
import io.github.camellinkup.engine.results.OpenResults;
import io.github.camellinkup.engine.results.TaskResults;
import java.util.Set;
import org.apache.camel.AsyncEndpoint;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.PollingConsumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.ScheduledPollEndpoint;

/** Search the web, fetch pages and run research with Linkup. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "linkup",
        title = "Linkup",
        syntax = "linkup:operation",
        category = {Category.AI, Category.SEARCH},
        headersClass = LinkupConstants.class)
public class LinkupEndpoint extends ScheduledPollEndpoint implements AsyncEndpoint {

    @UriPath(description = "What to do: search, fetch one page, run research, send and receive tasks, or read credits.")
    @Metadata(required = true)
    private final LinkupOperations operation;

    @UriParam
    private LinkupConfiguration configuration;

    @UriParam
    private LinkupRequestConfiguration requestConfiguration = new LinkupRequestConfiguration();

    @UriParam
    private LinkupTaskConfiguration taskConfiguration = new LinkupTaskConfiguration();

    @UriParam
    private LinkupConsumerConfiguration consumerConfiguration = new LinkupConsumerConfiguration();

    private RequestTemplates templates;
    private OpenResults openResults;

    public LinkupEndpoint(
            String uri, LinkupComponent component, LinkupOperations operation, LinkupConfiguration configuration) {
        super(uri, component);
        this.operation = operation;
        this.configuration = configuration;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        LinkupCredentials.resolve(getCamelContext(), configuration);
        templates = new RequestTemplates(getCamelContext(), operation, requestConfiguration);
        TaskOptions.check(operation, taskConfiguration);
    }

    @Override
    public Producer createProducer() throws Exception {
        if (operation == LinkupOperations.tasks || operation == LinkupOperations.research) {
            TaskOptions.checkProducer(operation, taskConfiguration);
            if (mode() == LinkupTaskMode.get || mode() == LinkupTaskMode.list) {
                templates.refuseOptionsBut(Set.of(), "linkup:" + operation + " with mode=" + mode());
            }
        }
        return switch (operation) {
            case search -> new SearchProducer(this);
            case fetch -> new FetchProducer(this);
            case credits -> new CreditsProducer(this);
            case research ->
                switch (mode()) {
                    case get -> new GetTaskProducer(this);
                    case list -> new ListTasksProducer(this);
                    case await -> new AwaitTaskProducer(this);
                    default -> new SubmitTaskProducer(this);
                };
            case tasks ->
                switch (mode()) {
                    case get -> new GetTaskProducer(this);
                    case list -> new ListTasksProducer(this);
                    case single -> new SubmitTaskProducer(this);
                    case await -> new AwaitTaskProducer(this);
                    case batch -> new SubmitBatchProducer(this);
                };
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (operation != LinkupOperations.tasks && operation != LinkupOperations.research) {
            throw new IllegalArgumentException("linkup:" + operation + " cannot be used as from(\"linkup:" + operation
                    + "\"): it answers a message and brings none of its own. Use to(\"linkup:" + operation
                    + "\"), or from(\"linkup:tasks\") or from(\"linkup:research\") for finished tasks");
        }
        TaskOptions.checkConsumer(operation, taskConfiguration);
        templates.refuseOptionsBut(Set.of("structuredOutputClass"), "from(\"linkup:" + operation + "\")");
        LinkupConsumer consumer = new LinkupConsumer(this, processor);
        configureConsumer(consumer);
        consumer.setMaxMessagesPerPoll(consumerConfiguration.getMaxMessagesPerPoll());
        return consumer;
    }

    @Override
    public PollingConsumer createPollingConsumer() {
        return LinkupPollingConsumer.of(this);
    }

    LinkupTaskMode mode() {
        return TaskOptions.mode(operation, taskConfiguration);
    }

    RequestTemplates templates() {
        return templates;
    }

    TaskEngine engine() {
        ReconciliationOptions settling = TaskOptions.settling(taskConfiguration);
        return getComponent()
                .engine(
                        configuration,
                        taskConfiguration.getTaskRepository(),
                        settling.equals(ReconciliationOptions.DEFAULT) ? null : settling);
    }

    /**
     * What consumers of this endpoint with taskScope=all have begun with: where Camel makes a new one, as in a cluster, the
     * old one may still have exchanges under way.
     */
    synchronized OpenResults openResults(TaskResults receiving) {
        if (openResults == null) {
            openResults = receiving.openResults();
        }
        return openResults;
    }

    @Override
    public LinkupComponent getComponent() {
        return (LinkupComponent) super.getComponent();
    }

    public LinkupOperations getOperation() {
        return operation;
    }

    public LinkupConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(LinkupConfiguration configuration) {
        this.configuration = configuration;
    }

    public LinkupRequestConfiguration getRequestConfiguration() {
        return requestConfiguration;
    }

    public void setRequestConfiguration(LinkupRequestConfiguration requestConfiguration) {
        this.requestConfiguration = requestConfiguration;
    }

    public LinkupTaskConfiguration getTaskConfiguration() {
        return taskConfiguration;
    }

    public void setTaskConfiguration(LinkupTaskConfiguration taskConfiguration) {
        this.taskConfiguration = taskConfiguration;
    }

    public LinkupConsumerConfiguration getConsumerConfiguration() {
        return consumerConfiguration;
    }

    public void setConsumerConfiguration(LinkupConsumerConfiguration consumerConfiguration) {
        this.consumerConfiguration = consumerConfiguration;
    }
}

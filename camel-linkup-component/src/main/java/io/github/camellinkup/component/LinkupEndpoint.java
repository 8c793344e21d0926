package io.github.camellinkup.component;

import io.github.camellinkup.engine.TaskEngine;
import io.github.camellinkup.engine.outbox.ReconciliationOptions;
import io.github.camellinkup.engine.results.OpenResults;
import io.github.camellinkup.engine.results.TaskResults;
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

    @UriPath(
            description =
                    "The operation: search, fetch a page, run research, send and receive tasks, or read the credits.")
    @Metadata(required = true)
    private final LinkupOperations operation;

    @UriParam
    private LinkupConfiguration configuration;

    @UriParam
    private LinkupRequestConfiguration requestConfiguration = new LinkupRequestConfiguration();

    @UriParam
    private LinkupTaskConfiguration taskConfiguration = new LinkupTaskConfiguration();

    @UriParam
    private final LinkupListConfiguration listConfiguration = new LinkupListConfiguration();

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
        OptionValidator.validate(this);
        LinkupCredentials.resolve(getCamelContext(), configuration);
        templates = new RequestTemplates(this);
    }

    @Override
    public Producer createProducer() throws Exception {
        EndpointOption.check(this, EndpointUse.of(operation, mode()));
        return switch (operation) {
            case search -> CallProducer.search(this);
            case fetch -> CallProducer.fetch(this);
            case credits -> CallProducer.credits(this);
            case research, tasks ->
                switch (mode()) {
                    case get -> new GetTaskProducer(this);
                    case list -> CallProducer.list(this);
                    case single -> new SubmitTaskProducer(this);
                    case await -> new AwaitTaskProducer(this);
                    case batch -> new SubmitBatchProducer(this);
                };
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (!operation.hasTasks()) {
            throw new IllegalArgumentException("linkup:" + operation + " cannot be used as from(\"linkup:" + operation
                    + "\"): it has no consumer. Use to(\"linkup:" + operation
                    + "\"), or from(\"linkup:tasks\") or from(\"linkup:research\") for finished tasks");
        }
        EndpointOption.check(this, EndpointUse.of(operation, null));
        OptionValidator.validateConsumer(consumerConfiguration, listConfiguration);
        LinkupConsumer consumer = new LinkupConsumer(this, processor);
        configureConsumer(consumer);
        consumer.setMaxMessagesPerPoll(consumerConfiguration.getMaxMessagesPerPoll());
        return consumer;
    }

    @Override
    public PollingConsumer createPollingConsumer() {
        return LinkupPollingConsumer.of(this);
    }

    /** What a producer does with tasks; null if the endpoint has no tasks. */
    LinkupTaskMode mode() {
        if (operation.hasTasks() && taskConfiguration.getMode() != null) {
            return taskConfiguration.getMode();
        }
        return EndpointUse.modes(operation).stream().findFirst().orElse(null);
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
     * The results that consumers of this endpoint with taskScope=all are processing. Shared, because Camel can create a
     * new consumer, as in a cluster, while the old one still has exchanges in flight.
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

    public LinkupListConfiguration getListConfiguration() {
        return listConfiguration;
    }

    public LinkupConsumerConfiguration getConsumerConfiguration() {
        return consumerConfiguration;
    }

    public void setConsumerConfiguration(LinkupConsumerConfiguration consumerConfiguration) {
        this.consumerConfiguration = consumerConfiguration;
    }
}

package io.github.camellinkup.component;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.TaskEngine;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.results.OpenResults;
import io.github.camellinkup.engine.results.TaskResults;
import io.github.camellinkup.engine.submit.TaskSubmitter;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
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
    private final LinkupConfiguration configuration;

    @UriParam
    private final LinkupRequestConfiguration requestConfiguration;

    @UriParam
    private final LinkupTaskConfiguration taskConfiguration = new LinkupTaskConfiguration();

    @UriParam
    private final LinkupListConfiguration listConfiguration = new LinkupListConfiguration();

    @UriParam
    private final LinkupConsumerConfiguration consumerConfiguration = new LinkupConsumerConfiguration();

    private Map<String, String> unknownValues = Map.of();
    private RequestTemplates templates;
    private OpenResults openResults;

    public LinkupEndpoint(
            String uri,
            LinkupComponent component,
            LinkupOperations operation,
            LinkupConfiguration configuration,
            LinkupRequestConfiguration requestConfiguration) {
        super(uri, component);
        this.operation = operation;
        this.configuration = configuration;
        this.requestConfiguration = requestConfiguration;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        OptionValidator.validate(this);
        getComponent().settings(configuration);
        templates = new RequestTemplates(this);
    }

    @Override
    public Producer createProducer() throws Exception {
        EndpointOption.check(this, new EndpointOption.Use(operation, mode()));
        return switch (operation) {
            case search -> CallProducer.search(this);
            case fetch -> CallProducer.fetch(this);
            case credits -> CallProducer.credits(this);
            case research, tasks ->
                switch (mode()) {
                    case get -> CallProducer.get(this);
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
        EndpointOption.check(this, new EndpointOption.Use(operation, null));
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
        return operation.defaultMode();
    }

    /** Values that this version does not know, by option, which are sent as they are. */
    Map<String, String> unknownValues() {
        return unknownValues;
    }

    void setUnknownValues(Map<String, String> unknownValues) {
        this.unknownValues = unknownValues;
    }

    RequestTemplates templates() {
        return templates;
    }

    /** Whether the endpoint writes nothing into the task repository, which it then may lack the rights for. */
    boolean onlyReadsTasks() {
        return mode() == LinkupTaskMode.get || mode() == LinkupTaskMode.list;
    }

    TaskEngine engine() {
        return getComponent().engine(this);
    }

    /** Sends one task: in a call with others, or for {@code linkup:research} in the API's call for research. */
    Function<TaskRequest, CompletionStage<Task>> sender(TaskEngine engine) {
        TaskSubmitter submitter = engine.submitter(taskConfiguration.sending());
        return isResearch() ? submitter::submitResearch : submitter::submit;
    }

    /** Whether tasks are created and read by the API's calls for research. */
    boolean isResearch() {
        return operation == LinkupOperations.research;
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

    public LinkupRequestConfiguration getRequestConfiguration() {
        return requestConfiguration;
    }

    public LinkupTaskConfiguration getTaskConfiguration() {
        return taskConfiguration;
    }

    public LinkupListConfiguration getListConfiguration() {
        return listConfiguration;
    }

    public LinkupConsumerConfiguration getConsumerConfiguration() {
        return consumerConfiguration;
    }
}

package io.github.camellinkup.component;

import io.github.camellinkup.client.LinkupClientSettings;
import io.github.camellinkup.client.transport.HttpSettings;
import io.github.camellinkup.engine.TaskEngine;
import io.github.camellinkup.engine.outbox.ReconciliationOptions;
import io.github.camellinkup.engine.repository.JdbcTaskRepository;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.spend.PriceList;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.service.ServiceHelper;

/** Search the web, fetch pages and run research with Linkup. */
@Component("linkup")
public class LinkupComponent extends HealthCheckComponent implements SSLContextParametersAware {

    @Metadata(description = "The connection to Linkup, for all endpoints.")
    private LinkupConfiguration configuration = new LinkupConfiguration();

    @Metadata(label = "advanced", description = "The HTTP connections to Linkup.")
    private LinkupHttpConfiguration httpConfiguration = new LinkupHttpConfiguration();

    @Metadata(description = "Defaults for the requests of all endpoints.")
    private LinkupRequestConfiguration requestConfiguration = new LinkupRequestConfiguration();

    @Metadata(
            label = "security",
            defaultValue = "false",
            description = "Whether to use the global TLS settings of the CamelContext.")
    private boolean useGlobalSslContextParameters;

    @Metadata(
            label = "advanced",
            description =
                    "Stores sent tasks until their results are taken, for endpoints without a repository of their own. In "
                            + "memory by default.")
    private TaskRepository taskRepository;

    @Metadata(
            label = "advanced",
            description =
                    "Stores sent tasks in tables of this database, which are created if they are missing. Short for a "
                            + "taskRepository that is a JdbcTaskRepository, and cannot be combined with one.")
    private DataSource dataSource;

    @Metadata(
            label = "advanced",
            defaultValue = "20",
            description =
                    "The number of threads that continue routes after an answer. A call in flight holds no thread, so this "
                            + "does not limit calls. A route that blocks after a call holds one of the threads.")
    private int workerPoolSize = 20;

    @Metadata(
            label = "advanced",
            description =
                    "A stable name of this node. After a restart with the same name, interrupted calls are reconciled at once "
                            + "instead of after a minute. Nodes that share a taskRepository need different names. Random by default.")
    private String nodeId;

    @Metadata(
            label = "advanced",
            supportFileReference = true,
            description =
                    "A resource with the prices that spending is estimated by, such as file:prices.properties. Linkup's public "
                            + "price list by default.")
    private String priceList;

    @Metadata(
            label = "advanced",
            defaultValue = "false",
            description =
                    "Whether spans of a trace show the question, which can hold personal data. Only a body that is a text is "
                            + "shown, and only its beginning.")
    private boolean traceQuestions;

    /** Kept over a stop, so that the next start reconciles interrupted calls at once. */
    private final String randomNodeId = UUID.randomUUID().toString();

    private final HeaderNames headerNames = new HeaderNames();

    private final OptionsByName optionsByName = new OptionsByName();

    /** The repository if none is set. Kept over a stop. */
    private TaskRepository ownRepository;

    private UnaryOperator<String> environment = System::getenv;
    private LinkupRuntime.Time time = LinkupRuntime.Time.REAL;
    private LinkupRuntime runtime;

    public LinkupComponent() {}

    public LinkupComponent(CamelContext context) {
        super(context);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        LinkupOperations operation = LinkupOperations.of(remaining);
        OptionValidator.readClass(getCamelContext().getClassResolver(), "structuredOutputClass", parameters);
        Map<String, String> unknown =
                OptionValidator.readChoices(endpointOptions(), requestConfiguration.getUnknownFields(), parameters);
        Map<String, Object> own = new HashMap<>(parameters);
        own.putAll(unknown);
        LinkupEndpoint endpoint =
                new LinkupEndpoint(uri, this, operation, configuration.copy(), requestConfiguration.defaultsFor(own));
        endpoint.setUnknownValues(unknown);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    public PropertyConfigurer getComponentPropertyConfigurer() {
        return optionsByName;
    }

    /** Reads the options of endpoints by name. */
    PropertyConfigurerGetter endpointOptions() {
        return (PropertyConfigurerGetter) getEndpointPropertyConfigurer();
    }

    /** The engine for the address, the key and the repository of an endpoint. Endpoints with equal settings share it. */
    TaskEngine engine(LinkupEndpoint endpoint) {
        LinkupConfiguration connection = endpoint.getConfiguration();
        TaskRepository ofEndpoint = endpoint.getTaskConfiguration().getTaskRepository();
        TaskRepository repository = ofEndpoint == null ? checkedRepository() : ofEndpoint;
        if (endpoint.getOperation().hasTasks() && !endpoint.onlyReadsTasks()) {
            repository.prepare();
        }
        TaskEngine engine = runtime.engine(settings(connection), connection, repository);
        if (endpoint.onlyReadsTasks()) {
            return engine;
        }
        ReconciliationOptions settling = endpoint.getTaskConfiguration().reconciliation();
        engine.start(settling.equals(ReconciliationOptions.DEFAULT) ? null : settling);
        return engine;
    }

    /** @throws IllegalArgumentException if an option of the connection is invalid; the message names it */
    LinkupClientSettings settings(LinkupConfiguration connection) {
        return connection.settings(new ApiKeySource(getCamelContext(), environment));
    }

    /** The name in URIs of endpoints. */
    String name() {
        return getCamelContext().getComponentNames().stream()
                .filter(name -> getCamelContext().hasComponent(name) == this)
                .findFirst()
                .orElse("linkup");
    }

    /** Replaces the environment variables, for tests. */
    void setEnvironment(UnaryOperator<String> environment) {
        this.environment = environment;
    }

    String environmentVariable(String name) {
        return environment.apply(name);
    }

    /** For tests. */
    void setTime(LinkupRuntime.Time time) {
        this.time = time;
    }

    Clock clock() {
        return time.clock();
    }

    LongSupplier nanoTime() {
        return time.nanoTime();
    }

    LinkupRuntime runtime() {
        return runtime;
    }

    HeaderNames headerNames() {
        return headerNames;
    }

    /** The options of connections. Camel Main sets the global TLS parameters after it has initialized components. */
    HttpSettings httpSettings() throws GeneralSecurityException, IOException {
        return httpConfiguration.settings(getCamelContext(), retrieveGlobalSslContextParameters());
    }

    PriceList prices() throws IOException {
        if (priceList == null) {
            return PriceList.ofLinkup();
        }
        try (InputStream list = ResourceHelper.resolveMandatoryResourceAsInputStream(getCamelContext(), priceList)) {
            return PriceList.read(list, Spelling::suggestion);
        } catch (FileNotFoundException | IllegalArgumentException e) {
            throw new IllegalArgumentException("Option priceList " + priceList + ": " + e.getMessage(), e);
        }
    }

    /** Names the option that a misspelt one was meant for. */
    @Override
    protected void validateParameters(String uri, Map<String, Object> parameters, String optionPrefix) {
        if (optionPrefix == null && parameters != null && !parameters.isEmpty()) {
            Set<String> options = getEndpointUriFactory().propertyNames();
            throw new ResolveEndpointFailedException(
                    uri,
                    parameters.keySet().stream()
                            .map(unknown -> "There is no option " + unknown + Spelling.suggestion(unknown, options))
                            .collect(Collectors.joining(". ")));
        }
        super.validateParameters(uri, parameters, optionPrefix);
    }

    private EndpointUriFactory getEndpointUriFactory() {
        return getCamelContext().getCamelContextExtension().getEndpointUriFactory("linkup");
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        UnboundProperties.check(this);
        OptionValidator.validate(httpConfiguration, workerPoolSize);
        TaskRepository repository = checkedRepository();
        if (dataSource != null) {
            repository.prepare();
        }
        runtime = new LinkupRuntime(this, time, nodeId == null ? randomNodeId : nodeId);
        ServiceHelper.startService(runtime);
    }

    @Override
    protected void doStop() throws Exception {
        ServiceHelper.stopAndShutdownService(runtime);
        runtime = null;
        super.doStop();
    }

    public LinkupConfiguration getConfiguration() {
        return configuration;
    }

    /** Takes a copy: components can share an object, and have other options of their own. */
    public void setConfiguration(LinkupConfiguration configuration) {
        this.configuration = configuration.copy();
    }

    public LinkupHttpConfiguration getHttpConfiguration() {
        return httpConfiguration;
    }

    /** Takes a copy: components can share an object, and have other options of their own. */
    public void setHttpConfiguration(LinkupHttpConfiguration httpConfiguration) {
        this.httpConfiguration = httpConfiguration.copy();
    }

    public LinkupRequestConfiguration getRequestConfiguration() {
        return requestConfiguration;
    }

    /** Takes a copy: components can share an object, and have other options of their own. */
    public void setRequestConfiguration(LinkupRequestConfiguration requestConfiguration) {
        this.requestConfiguration = requestConfiguration.copy();
    }

    @Override
    public boolean isUseGlobalSslContextParameters() {
        return useGlobalSslContextParameters;
    }

    @Override
    public void setUseGlobalSslContextParameters(boolean useGlobalSslContextParameters) {
        this.useGlobalSslContextParameters = useGlobalSslContextParameters;
    }

    private TaskRepository checkedRepository() {
        if (dataSource != null && taskRepository != null) {
            throw new IllegalArgumentException("Options dataSource and taskRepository exclude each other: dataSource is"
                    + " short for a JdbcTaskRepository. Remove one of them");
        }
        return getTaskRepository();
    }

    /** The repository that was set, one in the {@code dataSource}, or one in memory. */
    public synchronized TaskRepository getTaskRepository() {
        if (taskRepository != null) {
            return taskRepository;
        }
        if (ownRepository == null) {
            ownRepository = dataSource == null ? new MemoryTaskRepository() : new JdbcTaskRepository(dataSource);
        }
        return ownRepository;
    }

    public void setTaskRepository(TaskRepository taskRepository) {
        this.taskRepository = taskRepository;
    }

    public DataSource getDataSource() {
        return dataSource;
    }

    public synchronized void setDataSource(DataSource dataSource) {
        this.dataSource = dataSource;
        this.ownRepository = null;
    }

    public int getWorkerPoolSize() {
        return workerPoolSize;
    }

    public void setWorkerPoolSize(int workerPoolSize) {
        this.workerPoolSize = workerPoolSize;
    }

    public String getPriceList() {
        return priceList;
    }

    public void setPriceList(String priceList) {
        this.priceList = priceList;
    }

    public boolean isTraceQuestions() {
        return traceQuestions;
    }

    public void setTraceQuestions(boolean traceQuestions) {
        this.traceQuestions = traceQuestions;
    }

    public String getNodeId() {
        return nodeId;
    }

    public void setNodeId(String nodeId) {
        this.nodeId = nodeId;
    }
}

package io.github.camellinkup.component;

import io.github.camellinkup.engine.TaskEngine;
import io.github.camellinkup.engine.outbox.ReconciliationOptions;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.TaskRepository;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.apache.camel.support.service.ServiceHelper;

/** Search the web, fetch pages and run research with Linkup. */
@Component("linkup")
public class LinkupComponent extends HealthCheckComponent implements SSLContextParametersAware {

    @Metadata(description = "Where and how to reach Linkup, for all endpoints.")
    private LinkupConfiguration configuration = new LinkupConfiguration();

    @Metadata(label = "advanced", description = "How HTTP connections to Linkup are made.")
    private LinkupHttpConfiguration httpConfiguration = new LinkupHttpConfiguration();

    @Metadata(
            label = "security",
            defaultValue = "false",
            description = "Whether the global TLS settings of the CamelContext are used.")
    private boolean useGlobalSslContextParameters;

    @Metadata(
            label = "advanced",
            description =
                    "Keeps what is known of the tasks that were sent and are not yet taken, for all endpoints that"
                            + " have none of their own. In memory unless set.")
    private TaskRepository taskRepository;

    @Metadata(
            label = "advanced",
            defaultValue = "20",
            description =
                    "How many threads continue routes when an answer has come. No thread is held while a call is"
                            + " under way, so this is not a limit on calls. A route that blocks after a call holds one of them.")
    private int workerPoolSize = 20;

    @Metadata(
            label = "advanced",
            description = "A stable name of this node. After a restart under the same name, calls that were under way"
                    + " are settled at once instead of after a minute. It must differ between nodes that share a"
                    + " taskRepository. Random unless set.")
    private String nodeId;

    /** Outlives a stop, after which the calls that were under way are settled by the next start. */
    private final String randomNodeId = UUID.randomUUID().toString();

    private RuntimeTime time = RuntimeTime.REAL;
    private LinkupRuntime runtime;

    public LinkupComponent() {}

    public LinkupComponent(CamelContext context) {
        super(context);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        LinkupOperations operation = LinkupOperations.of(remaining);
        LinkupEndpoint endpoint = new LinkupEndpoint(uri, this, operation, configuration.copy());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /**
     * The engine for the given address and key, which endpoints that agree in them share.
     *
     * @param settling how what was left open is settled, or null if the endpoint does not say
     */
    TaskEngine engine(
            LinkupConfiguration endpointConfiguration,
            TaskRepository endpointRepository,
            ReconciliationOptions settling) {
        TaskRepository repository = endpointRepository == null ? taskRepository : endpointRepository;
        TaskEngine engine = runtime.engine(
                LinkupCredentials.resolve(getCamelContext(), endpointConfiguration),
                endpointConfiguration.getRequestsPerSecond(),
                repository);
        engine.start(settling);
        return engine;
    }

    /** Lets a test drive the time. */
    void setTime(RuntimeTime time) {
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

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        if (taskRepository == null) {
            taskRepository = new MemoryTaskRepository();
        }
        if (httpConfiguration.getSslContextParameters() == null) {
            httpConfiguration.setSslContextParameters(retrieveGlobalSslContextParameters());
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        runtime = new LinkupRuntime(
                getCamelContext(), httpConfiguration, workerPoolSize, time, nodeId == null ? randomNodeId : nodeId);
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

    public void setConfiguration(LinkupConfiguration configuration) {
        this.configuration = configuration;
    }

    public LinkupHttpConfiguration getHttpConfiguration() {
        return httpConfiguration;
    }

    public void setHttpConfiguration(LinkupHttpConfiguration httpConfiguration) {
        this.httpConfiguration = httpConfiguration;
    }

    @Override
    public boolean isUseGlobalSslContextParameters() {
        return useGlobalSslContextParameters;
    }

    @Override
    public void setUseGlobalSslContextParameters(boolean useGlobalSslContextParameters) {
        this.useGlobalSslContextParameters = useGlobalSslContextParameters;
    }

    public TaskRepository getTaskRepository() {
        return taskRepository;
    }

    public void setTaskRepository(TaskRepository taskRepository) {
        this.taskRepository = taskRepository;
    }

    public int getWorkerPoolSize() {
        return workerPoolSize;
    }

    public void setWorkerPoolSize(int workerPoolSize) {
        this.workerPoolSize = workerPoolSize;
    }

    public String getNodeId() {
        return nodeId;
    }

    public void setNodeId(String nodeId) {
        this.nodeId = nodeId;
    }
}

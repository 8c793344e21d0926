package io.github.camellinkup.component;

import io.github.camellinkup.client.model.TaskType;
import io.github.camellinkup.engine.outbox.ReconciliationOptions;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.submit.BatchAnswer;
import io.github.camellinkup.engine.submit.SendingOptions;
import java.time.Duration;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** How tasks are sent and read. */
@UriParams
public class LinkupTaskConfiguration {

    @UriParam(
            label = "producer",
            description = "What the producer does: batch sends many requests and returns the created tasks; single "
                    + "sends one request and returns its task; await sends one request and returns its result; get "
                    + "reads one task; list reads a page of tasks. Default: batch for linkup:tasks, single for "
                    + "linkup:research, which has no batch.")
    private LinkupTaskMode mode;

    @UriParam(
            label = "producer",
            enums = "search,fetch,research",
            description = "The type of the tasks to send, for requests without a type of their own.")
    private TaskType type;

    @UriParam(
            label = "producer",
            description = "The task to read in mode get, if neither the body nor a header has its id.")
    private String taskId;

    @UriParam(
            label = "producer",
            description = "Your own key for a task, such as a CRM id. It is not sent to Linkup; it is returned with "
                    + "the result.")
    private String reference;

    @UriParam(
            label = "producer",
            description = "Makes the reference, which is then required, an idempotency key: a request whose reference "
                    + "is pending, is being sent, or was completed within this period creates no new task; the "
                    + "existing task is returned. It applies to requests of one task type that are sent with this "
                    + "option. Off by default.")
    private Duration idempotencyPeriod = Duration.ZERO;

    @UriParam(
            label = "producer",
            description = "Message headers to store with a task and to return with its result, separated by commas. A "
                    + "name can end with an asterisk. It also says which headers a request in a body may bring.")
    private String keepHeaders;

    @UriParam(
            label = "producer",
            defaultValue = "100",
            description = "The maximum number of tasks in one call: 1 to 100.")
    private int batchSize = 100;

    @UriParam(
            label = "producer",
            defaultValue = "4",
            description = "The maximum number of concurrent calls that create tasks: per batch in mode batch, per "
                    + "producer in modes single and await.")
    private int maxConcurrentBatches = 4;

    @UriParam(
            label = "producer",
            defaultValue = "20",
            description = "How long a request waits for others to share one call with, in modes single and await.")
    private Duration batchLinger = Duration.ofMillis(20);

    @UriParam(
            label = "producer",
            defaultValue = "wait",
            description = "What to do when the task queue of the organisation is full: wait for free places, or fail "
                    + "at once.")
    private QueueFullPolicy queueFull = QueueFullPolicy.wait;

    @UriParam(
            label = "producer",
            defaultValue = "3600000",
            description = "The maximum time to wait for free places in a full queue.")
    private Duration queueFullTimeout = Duration.ofHours(1);

    @UriParam(
            label = "producer",
            defaultValue = "1800000",
            description = "The maximum time an exchange waits for its result in mode await. The task remains pending "
                    + "after that: a consumer with taskScope=submitted emits its result.")
    private Duration awaitTimeout = Duration.ofMinutes(30);

    @UriParam(
            label = "producer",
            defaultValue = "10000",
            description = "How long after an interrupted call Linkup can still create its tasks. If a call gets no "
                    + "answer, the list of tasks is read. Requests that are missing from the list are sent again "
                    + "only after this delay.")
    private Duration settleDelay = Duration.ofSeconds(10);

    @UriParam(
            label = "producer",
            defaultValue = "600000",
            description = "The maximum time to find out which tasks a call without an answer has created. After that "
                    + "the exchange fails with a LinkupSubmissionUncertainException.")
    private Duration settleTimeout = Duration.ofMinutes(10);

    @UriParam(
            label = "producer",
            enums = "tasks,ids,none",
            defaultValue = "tasks",
            description = "The body after a batch: the list of created tasks, the list of their ids, or null, which "
                    + "needs no memory per task. The header CamelLinkupCreatedCount always has their number.")
    private BatchAnswer batchAnswer = BatchAnswer.TASKS;

    @UriParam(
            label = "advanced",
            description = "Stores sent tasks until their results are taken: references, kept headers, times. In memory "
                    + "by default.")
    private TaskRepository taskRepository;

    public LinkupTaskMode getMode() {
        return mode;
    }

    public void setMode(LinkupTaskMode mode) {
        this.mode = mode;
    }

    public TaskType getType() {
        return type;
    }

    public void setType(TaskType type) {
        this.type = type;
    }

    public String getTaskId() {
        return taskId;
    }

    public void setTaskId(String taskId) {
        this.taskId = taskId;
    }

    public String getReference() {
        return reference;
    }

    public void setReference(String reference) {
        this.reference = reference;
    }

    public Duration getIdempotencyPeriod() {
        return idempotencyPeriod;
    }

    public void setIdempotencyPeriod(Duration idempotencyPeriod) {
        this.idempotencyPeriod = idempotencyPeriod;
    }

    public String getKeepHeaders() {
        return keepHeaders;
    }

    public void setKeepHeaders(String keepHeaders) {
        this.keepHeaders = keepHeaders;
    }

    public int getBatchSize() {
        return batchSize;
    }

    public void setBatchSize(int batchSize) {
        this.batchSize = batchSize;
    }

    public int getMaxConcurrentBatches() {
        return maxConcurrentBatches;
    }

    public void setMaxConcurrentBatches(int maxConcurrentBatches) {
        this.maxConcurrentBatches = maxConcurrentBatches;
    }

    public Duration getBatchLinger() {
        return batchLinger;
    }

    public void setBatchLinger(Duration batchLinger) {
        this.batchLinger = batchLinger;
    }

    public QueueFullPolicy getQueueFull() {
        return queueFull;
    }

    public void setQueueFull(QueueFullPolicy queueFull) {
        this.queueFull = queueFull;
    }

    public Duration getQueueFullTimeout() {
        return queueFullTimeout;
    }

    public void setQueueFullTimeout(Duration queueFullTimeout) {
        this.queueFullTimeout = queueFullTimeout;
    }

    public Duration getSettleDelay() {
        return settleDelay;
    }

    public void setSettleDelay(Duration settleDelay) {
        this.settleDelay = settleDelay;
    }

    public Duration getSettleTimeout() {
        return settleTimeout;
    }

    public void setSettleTimeout(Duration settleTimeout) {
        this.settleTimeout = settleTimeout;
    }

    public BatchAnswer getBatchAnswer() {
        return batchAnswer;
    }

    public void setBatchAnswer(BatchAnswer batchAnswer) {
        this.batchAnswer = batchAnswer;
    }

    public TaskRepository getTaskRepository() {
        return taskRepository;
    }

    public void setTaskRepository(TaskRepository taskRepository) {
        this.taskRepository = taskRepository;
    }

    public Duration getAwaitTimeout() {
        return awaitTimeout;
    }

    public void setAwaitTimeout(Duration awaitTimeout) {
        this.awaitTimeout = awaitTimeout;
    }

    SendingOptions sending() {
        // A task created after the exchange has stopped to wait for it would be paid for nothing.
        boolean awaitEndsFirst = mode == LinkupTaskMode.await && awaitTimeout.compareTo(queueFullTimeout) < 0;
        Duration wait = awaitEndsFirst ? awaitTimeout : queueFullTimeout;
        return new SendingOptions(
                batchSize,
                maxConcurrentBatches,
                batchLinger,
                queueFull == QueueFullPolicy.fail ? Duration.ZERO : wait,
                reconciliation());
    }

    ReconciliationOptions reconciliation() {
        return new ReconciliationOptions(settleDelay, settleTimeout);
    }
}

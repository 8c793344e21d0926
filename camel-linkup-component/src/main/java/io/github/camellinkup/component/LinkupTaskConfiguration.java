package io.github.camellinkup.component;

import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.SortDirection;
import io.github.camellinkup.client.model.TaskType;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.submit.BatchAnswer;
import java.time.Duration;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** How tasks are sent, read and listed. */
@UriParams
public class LinkupTaskConfiguration {

    @UriParam(
            label = "producer",
            description = "What to do with tasks. batch sends any number of requests and answers the created tasks. "
                    + "single sends one request and answers its task. await sends one request and answers its "
                    + "result. get reads one task. list reads a page of "
                    + "tasks. The default is batch for linkup:tasks and single for linkup:research, which has "
                    + "no batch.")
    private LinkupTaskMode mode;

    @UriParam(
            label = "producer",
            enums = "search,fetch,research",
            description = "The type of the tasks to send, for requests that do not name their own.")
    private TaskType type;

    @UriParam(
            label = "producer",
            description = "The task to read in mode get, when neither the body nor a header names one.")
    private String taskId;

    @UriParam(
            label = "producer",
            description = "The key of your own that belongs to a task, such as the id of a CRM record. Linkup never "
                    + "sees it; it comes back with the result.")
    private String reference;

    @UriParam(
            label = "producer",
            description =
                    "Makes the reference an idempotency key: a request whose reference is pending, is under way, or"
                            + " was taken within this period is not created again, and its task is answered in its place. Each"
                            + " request then needs a reference. It counts for requests of one task type that are sent with this"
                            + " option, whatever they ask. Off unless set.")
    private Duration idempotencyPeriod = Duration.ZERO;

    @UriParam(
            label = "producer",
            description = "Names of message headers to keep with a task, separated by commas. A name can end in a "
                    + "star. They come back with the result.")
    private String keepHeaders;

    @UriParam(
            label = "producer",
            defaultValue = "100",
            description = "The most tasks that are sent in one call: 1 to 100.")
    private int batchSize = 100;

    @UriParam(
            label = "producer",
            defaultValue = "4",
            description = "How many calls that create tasks are under way at the same time: in mode batch those of one "
                    + "batch, in modes single and await all of one producer together.")
    private int maxConcurrentBatches = 4;

    @UriParam(
            label = "producer",
            defaultValue = "20",
            description = "How long a request waits for others to travel with in one call, in modes single and await.")
    private Duration batchLinger = Duration.ofMillis(20);

    @UriParam(
            label = "producer",
            defaultValue = "wait",
            description =
                    "What to do when the task queue of the organisation is full: wait for room, or fail at " + "once.")
    private QueueFullPolicy queueFull = QueueFullPolicy.wait;

    @UriParam(
            label = "producer",
            defaultValue = "3600000",
            description = "How long to wait for room in a full queue at the most.")
    private Duration queueFullTimeout = Duration.ofHours(1);

    @UriParam(
            label = "producer",
            defaultValue = "1800000",
            description = "How long an exchange waits for its result in mode await at the most. The task is not "
                    + "given up then: a consumer with taskScope=submitted emits its result.")
    private Duration awaitTimeout = Duration.ofMinutes(30);

    @UriParam(
            label = "producer",
            defaultValue = "10000",
            description = "How long a call that was cut can still create tasks. When the answer to a call that creates"
                    + " tasks never came, the list of tasks is read; what is not in it counts as not created, and is"
                    + " sent again, only this long after the call had ended.")
    private Duration settleDelay = Duration.ofSeconds(10);

    @UriParam(
            label = "producer",
            defaultValue = "600000",
            description = "How long to try at the most to find out what a call has created whose answer never came."
                    + " Then the exchange fails with a LinkupSubmissionUncertainException.")
    private Duration settleTimeout = Duration.ofMinutes(10);

    @UriParam(
            label = "producer",
            enums = "tasks,ids,none",
            defaultValue = "tasks",
            description = "What a batch answers: the list of created tasks, the list of their ids, or no list (the body"
                    + " is null), which needs no memory for each of them. The header CamelLinkupCreatedCount says how"
                    + " many there are in any case.")
    private BatchAnswer batchAnswer = BatchAnswer.TASKS;

    @UriParam(label = "producer", description = "The page to read in mode list, from 1.")
    private Integer page;

    @UriParam(label = "producer", description = "How many tasks a page should hold in mode list: 1 to 100.")
    private Integer pageSize;

    @UriParam(
            label = "producer",
            enums = "createdAt,updatedAt",
            description = "By which time a list is sorted in mode list.")
    private SortBy sortBy;

    @UriParam(label = "producer", enums = "asc,desc", description = "In which direction a list is sorted in mode list.")
    private SortDirection sortDirection;

    @UriParam(
            label = "common",
            description = "Only tasks of these types, separated by commas: in mode list, and for the consumer.")
    private String types;

    @UriParam(
            label = "common",
            description = "Only tasks in these statuses, separated by commas: pending, processing, completed, "
                    + "failed. In mode list, and for the consumer, which knows completed and failed.")
    private String statuses;

    @UriParam(
            label = "advanced",
            description = "Keeps what is known of the tasks that were sent and are not yet taken: references, kept "
                    + "headers, times. In memory unless set.")
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

    public Integer getPage() {
        return page;
    }

    public void setPage(Integer page) {
        this.page = page;
    }

    public Integer getPageSize() {
        return pageSize;
    }

    public void setPageSize(Integer pageSize) {
        this.pageSize = pageSize;
    }

    public SortBy getSortBy() {
        return sortBy;
    }

    public void setSortBy(SortBy sortBy) {
        this.sortBy = sortBy;
    }

    public SortDirection getSortDirection() {
        return sortDirection;
    }

    public void setSortDirection(SortDirection sortDirection) {
        this.sortDirection = sortDirection;
    }

    public String getTypes() {
        return types;
    }

    public void setTypes(String types) {
        this.types = types;
    }

    public String getStatuses() {
        return statuses;
    }

    public void setStatuses(String statuses) {
        this.statuses = statuses;
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
}

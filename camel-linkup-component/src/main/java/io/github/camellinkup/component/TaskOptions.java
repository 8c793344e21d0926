package io.github.camellinkup.component;

import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.ApiValue;
import io.github.camellinkup.client.model.RequestCheck;
import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.SortDirection;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.client.model.TaskType;
import io.github.camellinkup.engine.outbox.ReconciliationOptions;
import io.github.camellinkup.engine.submit.BatchAnswer;
import io.github.camellinkup.engine.submit.SendingOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Message;

/** Reads the task options of an endpoint, and the headers that override them. */
final class TaskOptions {

    /** The most tasks that the API takes in one call. */
    static final int MAX_BATCH_SIZE = 100;

    /** Times are counted in nanoseconds: some centuries are too much. */
    private static final Duration LONGEST_TIME = Duration.ofDays(3650);

    private static final Map<String, Function<LinkupTaskConfiguration, Object>> ALL_OPTIONS = Map.ofEntries(
            Map.entry("mode", LinkupTaskConfiguration::getMode),
            Map.entry("type", LinkupTaskConfiguration::getType),
            Map.entry("taskId", LinkupTaskConfiguration::getTaskId),
            Map.entry("reference", LinkupTaskConfiguration::getReference),
            Map.entry("idempotencyPeriod", LinkupTaskConfiguration::getIdempotencyPeriod),
            Map.entry("keepHeaders", LinkupTaskConfiguration::getKeepHeaders),
            Map.entry("batchSize", LinkupTaskConfiguration::getBatchSize),
            Map.entry("maxConcurrentBatches", LinkupTaskConfiguration::getMaxConcurrentBatches),
            Map.entry("batchLinger", LinkupTaskConfiguration::getBatchLinger),
            Map.entry("queueFull", LinkupTaskConfiguration::getQueueFull),
            Map.entry("queueFullTimeout", LinkupTaskConfiguration::getQueueFullTimeout),
            Map.entry("awaitTimeout", LinkupTaskConfiguration::getAwaitTimeout),
            Map.entry("settleDelay", LinkupTaskConfiguration::getSettleDelay),
            Map.entry("settleTimeout", LinkupTaskConfiguration::getSettleTimeout),
            Map.entry("batchAnswer", LinkupTaskConfiguration::getBatchAnswer),
            Map.entry("page", LinkupTaskConfiguration::getPage),
            Map.entry("pageSize", LinkupTaskConfiguration::getPageSize),
            Map.entry("sortBy", LinkupTaskConfiguration::getSortBy),
            Map.entry("sortDirection", LinkupTaskConfiguration::getSortDirection),
            Map.entry("types", LinkupTaskConfiguration::getTypes),
            Map.entry("statuses", LinkupTaskConfiguration::getStatuses),
            Map.entry("taskRepository", LinkupTaskConfiguration::getTaskRepository));
    private static final Set<String> RESEARCH_OPTIONS = Set.of(
            "mode", "reference", "idempotencyPeriod", "keepHeaders", "settleDelay", "settleTimeout", "taskRepository");
    private static final Set<String> TASK_OPTIONS = Set.of(
            "mode",
            "type",
            "reference",
            "idempotencyPeriod",
            "keepHeaders",
            "batchSize",
            "maxConcurrentBatches",
            "queueFull",
            "queueFullTimeout",
            "settleDelay",
            "settleTimeout",
            "taskRepository");
    private static final Set<String> BATCH_OPTIONS = with(TASK_OPTIONS, "batchAnswer");
    private static final Set<String> SINGLE_OPTIONS = with(TASK_OPTIONS, "batchLinger");
    private static final Set<String> AWAIT_OPTIONS = with(SINGLE_OPTIONS, "awaitTimeout");
    private static final Set<String> AWAIT_RESEARCH_OPTIONS = with(RESEARCH_OPTIONS, "awaitTimeout");
    private static final Set<String> GET_OPTIONS = Set.of("mode", "taskId", "taskRepository");
    private static final Set<String> LIST_OPTIONS =
            Set.of("mode", "page", "pageSize", "sortBy", "sortDirection", "types", "statuses", "taskRepository");
    private static final Set<String> CONSUMER_OPTIONS = Set.of("types", "statuses", "taskRepository");

    private TaskOptions() {}

    private static Set<String> with(Set<String> options, String more) {
        return Stream.concat(options.stream(), Stream.of(more)).collect(Collectors.toUnmodifiableSet());
    }

    /** @throws IllegalArgumentException if an option has a wrong value; names the option */
    static void check(LinkupOperations operation, LinkupTaskConfiguration options) {
        if (operation != LinkupOperations.tasks && operation != LinkupOperations.research) {
            refuseSet("linkup:" + operation, options, name -> true);
            return;
        }
        mode(operation, options);
        type(options.getType());
        if (options.getTaskId() != null) {
            new RequestCheck().taskId(options.getTaskId()).throwIfAny();
        }
        if (operation == LinkupOperations.research) {
            refuse("type", options.getType(), operation);
            refuse("types", options.getTypes(), operation);
        }
        if (options.getBatchSize() < 1 || options.getBatchSize() > MAX_BATCH_SIZE) {
            throw new IllegalArgumentException(
                    "Option batchSize must be 1 to " + MAX_BATCH_SIZE + ", but it is " + options.getBatchSize());
        }
        if (options.getMaxConcurrentBatches() < 1) {
            throw new IllegalArgumentException(
                    "Option maxConcurrentBatches must be at least 1, but it is " + options.getMaxConcurrentBatches());
        }
        sending(options);
        awaitTimeout(options);
        idempotencyPeriod(options);
        batchAnswer(options);
        new TaskQuery(
                options.getPage(),
                options.getPageSize(),
                choice(SortBy.class, "sortBy", options.getSortBy()),
                choice(SortDirection.class, "sortDirection", options.getSortDirection()),
                statuses(options.getStatuses()),
                texts(options.getTypes()));
    }

    /** @throws IllegalArgumentException if an option is set that says nothing to a producer in its mode; names it */
    static void checkProducer(LinkupOperations operation, LinkupTaskConfiguration options) {
        LinkupTaskMode mode = mode(operation, options);
        Set<String> known =
                switch (mode) {
                    case batch -> BATCH_OPTIONS;
                    case single -> operation == LinkupOperations.research ? RESEARCH_OPTIONS : SINGLE_OPTIONS;
                    case await -> operation == LinkupOperations.research ? AWAIT_RESEARCH_OPTIONS : AWAIT_OPTIONS;
                    case get -> GET_OPTIONS;
                    case list -> LIST_OPTIONS;
                };
        refuseSet("linkup:" + operation + " with mode=" + mode, options, name -> !known.contains(name));
        if (operation == LinkupOperations.research && mode == LinkupTaskMode.list) {
            refuse("statuses", options.getStatuses(), operation);
        }
    }

    /** @throws IllegalArgumentException if an option is set that says nothing to a consumer; names it */
    static void checkConsumer(LinkupOperations operation, LinkupTaskConfiguration options) {
        refuseSet("from(\"linkup:" + operation + "\")", options, name -> !CONSUMER_OPTIONS.contains(name));
    }

    private static void refuseSet(String endpoint, LinkupTaskConfiguration options, Predicate<String> refused) {
        LinkupTaskConfiguration defaults = new LinkupTaskConfiguration();
        ALL_OPTIONS.forEach((name, value) -> {
            if (refused.test(name) && !Objects.equals(value.apply(options), value.apply(defaults))) {
                throw new IllegalArgumentException("Option " + name + " is not for " + endpoint);
            }
        });
    }

    private static void refuse(String option, Object value, LinkupOperations operation) {
        if (value != null) {
            throw new IllegalArgumentException("Option " + option + " is not for linkup:" + operation);
        }
    }

    /** @throws IllegalArgumentException if the option has a wrong value */
    static Duration awaitTimeout(LinkupTaskConfiguration options) {
        return time("awaitTimeout", options.getAwaitTimeout(), 1);
    }

    /**
     * Null if references are no idempotency keys.
     *
     * @throws IllegalArgumentException if the option has a wrong value
     */
    static Duration idempotencyPeriod(LinkupTaskConfiguration options) {
        Duration period = time("idempotencyPeriod", options.getIdempotencyPeriod(), 0);
        return period.isZero() ? null : period;
    }

    /** @throws IllegalArgumentException if an option has a wrong value; names the option */
    static SendingOptions sending(LinkupTaskConfiguration options) {
        Duration linger = time("batchLinger", options.getBatchLinger(), 0);
        if (options.getQueueFullTimeout() < 1) {
            throw new IllegalArgumentException("Option queueFullTimeout must be at least 1, but it is "
                    + options.getQueueFullTimeout() + ". To fail at once set queueFull to fail");
        }
        Duration queueFullTimeout = time("queueFullTimeout", options.getQueueFullTimeout(), 1);
        boolean wait = "wait".equals(options.getQueueFull());
        if (!wait && !"fail".equals(options.getQueueFull())) {
            throw new IllegalArgumentException(
                    "Option queueFull must be one of fail, wait, but it is '" + options.getQueueFull() + "'");
        }
        return new SendingOptions(
                options.getBatchSize(),
                options.getMaxConcurrentBatches(),
                linger,
                wait ? shorterWhereAwaited(queueFullTimeout, options) : Duration.ZERO,
                settling(options));
    }

    /** A task that got room only when nobody waits for it any more would be paid for nothing. */
    private static Duration shorterWhereAwaited(Duration queueFullTimeout, LinkupTaskConfiguration options) {
        String mode = String.valueOf(options.getMode()).strip();
        Duration awaitTimeout = awaitTimeout(options);
        boolean shorter =
                LinkupTaskMode.await.name().equalsIgnoreCase(mode) && awaitTimeout.compareTo(queueFullTimeout) < 0;
        return shorter ? awaitTimeout : queueFullTimeout;
    }

    /** @throws IllegalArgumentException if an option has a wrong value; names the option */
    static ReconciliationOptions settling(LinkupTaskConfiguration options) {
        Duration delay = time("settleDelay", options.getSettleDelay(), 0);
        if (options.getSettleTimeout() <= options.getSettleDelay()) {
            throw new IllegalArgumentException(
                    "Option settleTimeout must be longer than settleDelay, but it is " + options.getSettleTimeout());
        }
        return new ReconciliationOptions(delay, time("settleTimeout", options.getSettleTimeout(), 1));
    }

    private static Duration time(String option, long millis, long least) {
        if (millis < least) {
            throw new IllegalArgumentException(
                    "Option " + option + " must be at least " + least + ", but it is " + millis);
        }
        if (millis > LONGEST_TIME.toMillis()) {
            throw new IllegalArgumentException("Option " + option + " must be at most " + LONGEST_TIME.toMillis()
                    + " (ten years), but it is " + millis);
        }
        return Duration.ofMillis(millis);
    }

    /** @throws IllegalArgumentException if there is no such answer */
    static BatchAnswer batchAnswer(LinkupTaskConfiguration options) {
        String name = String.valueOf(options.getBatchAnswer()).strip();
        return Arrays.stream(BatchAnswer.values())
                .filter(answer -> answer.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Option batchAnswer must be one of tasks, ids, none, but it is '" + name + "'"));
    }

    /** @throws IllegalArgumentException if the endpoint has no such mode */
    static LinkupTaskMode mode(LinkupOperations operation, LinkupTaskConfiguration options) {
        boolean research = operation == LinkupOperations.research;
        if (options.getMode() == null) {
            return research ? LinkupTaskMode.single : LinkupTaskMode.batch;
        }
        Set<LinkupTaskMode> modes = new LinkedHashSet<>(Arrays.asList(LinkupTaskMode.values()));
        if (research) {
            modes.remove(LinkupTaskMode.batch);
        }
        return modes.stream()
                .filter(mode -> mode.name().equalsIgnoreCase(options.getMode().strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Option mode must be one of "
                        + modes.stream().map(Enum::name).collect(Collectors.joining(", ")) + " for linkup:" + operation
                        + ", but it is '" + options.getMode() + "'"));
    }

    /** The task type of this name, or null for null. */
    static TaskType type(Object name) {
        return choice(TaskType.class, "type", name);
    }

    /** The page of tasks that the options ask for, where the message's headers do not ask for another. */
    static TaskQuery query(LinkupTaskConfiguration options, Message message) {
        return new TaskQuery(
                number("page", message.getHeader(LinkupConstants.PAGE, options.getPage())),
                number("pageSize", message.getHeader(LinkupConstants.PAGE_SIZE, options.getPageSize())),
                choice(SortBy.class, "sortBy", message.getHeader(LinkupConstants.SORT_BY, options.getSortBy())),
                choice(
                        SortDirection.class,
                        "sortDirection",
                        message.getHeader(LinkupConstants.SORT_DIRECTION, options.getSortDirection())),
                statuses(message.getHeader(LinkupConstants.STATUSES, options.getStatuses())),
                texts(message.getHeader(LinkupConstants.TYPES, options.getTypes())));
    }

    static Set<TaskStatus> statuses(Object value) {
        Set<TaskStatus> statuses = new LinkedHashSet<>();
        for (String name : texts(value)) {
            TaskStatus status = TaskStatus.of(name);
            if (status == TaskStatus.UNKNOWN) {
                throw LinkupInvalidRequestException.of(
                        "statuses", "must be of pending, processing, completed, failed, but one is '" + name + "'");
            }
            statuses.add(status);
        }
        return statuses;
    }

    /** The elements of a collection, or of a text with commas; empty for null. */
    static Set<String> texts(Object value) {
        if (value == null) {
            return Set.of();
        }
        Collection<?> items = value instanceof Collection<?> collection
                ? collection
                : Arrays.asList(value.toString().split(","));
        return items.stream()
                .map(item -> String.valueOf(item).strip())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Integer number(String field, Object value) {
        try {
            return value == null ? null : Integer.valueOf(value.toString().strip());
        } catch (NumberFormatException e) {
            throw LinkupInvalidRequestException.of(field, "must be a whole number, but it is '" + value + "'");
        }
    }

    private static <E extends Enum<E> & ApiValue> E choice(Class<E> type, String field, Object value) {
        if (value == null || type.isInstance(value)) {
            return type.cast(value);
        }
        return ApiValue.find(type, value.toString())
                .orElseThrow(() -> LinkupInvalidRequestException.of(
                        field, "must be one of " + ApiValue.choices(type) + ", but it is '" + value + "'"));
    }
}

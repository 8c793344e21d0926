package io.github.camellinkup.component;

import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.client.model.TaskType;
import io.github.camellinkup.engine.results.SelectionOptions;
import io.github.camellinkup.engine.results.TaskResults;
import io.github.camellinkup.engine.results.TaskSelection;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.util.TimeUtils;

/**
 * The consumer options of an endpoint, read and checked.
 *
 * @param submittedOnly whether only tasks of the repository are wanted
 * @param wanted which results are wanted
 * @param failedTasks what to do with failed tasks
 * @param maxResubmits how often the request of a failed task is sent again
 * @param concurrentConsumers how many threads process exchanges
 * @param maxInFlight how many exchanges are under way at a time, at the most
 */
record ConsumerOptions(
        boolean submittedOnly,
        SelectionOptions wanted,
        FailedTaskPolicy failedTasks,
        int maxResubmits,
        int concurrentConsumers,
        int maxInFlight) {

    private static final Set<TaskStatus> FINAL = Set.of(TaskStatus.COMPLETED, TaskStatus.FAILED);

    /** @throws IllegalArgumentException if an option has a wrong value; names the option */
    static ConsumerOptions of(LinkupEndpoint endpoint) {
        LinkupConsumerConfiguration consumer = endpoint.getConsumerConfiguration();
        LinkupTaskConfiguration tasks = endpoint.getTaskConfiguration();
        Set<TaskStatus> statuses = TaskOptions.statuses(tasks.getStatuses());
        if (!FINAL.containsAll(statuses)) {
            throw new IllegalArgumentException(
                    "Option statuses must be of completed, failed for a consumer, but it is " + tasks.getStatuses());
        }
        boolean submitted =
                "submitted".equals(choice("taskScope", consumer.getTaskScope(), Set.of("all", "submitted")));
        if (submitted && consumer.getSince() != null) {
            throw new IllegalArgumentException(
                    "Option since is for taskScope=all: with taskScope=submitted every task of the repository counts");
        }
        String failedTasks = choice(
                "failedTasks",
                consumer.getFailedTasks(),
                Arrays.stream(FailedTaskPolicy.values()).map(Enum::name).collect(Collectors.toSet()));
        since(consumer.getSince(), Clock.systemUTC());
        int maxResubmits = atLeast("maxResubmits", 0, consumer.getMaxResubmits());
        if (!submitted && maxResubmits > 0) {
            throw new IllegalArgumentException(
                    "Option maxResubmits is for taskScope=submitted: tasks of others are not sent again");
        }
        int threads = atLeast("concurrentConsumers", 1, consumer.getConcurrentConsumers());
        int maxInFlight = consumer.getMaxInFlight() == 0 ? threads : consumer.getMaxInFlight();
        return new ConsumerOptions(
                submitted,
                new SelectionOptions(
                        // The list of research holds nothing else, so nothing else is waited for there.
                        endpoint.getOperation() == LinkupOperations.research
                                ? Set.of(TaskType.RESEARCH.apiValue())
                                : TaskOptions.texts(tasks.getTypes()),
                        statuses.isEmpty() ? FINAL : statuses,
                        atLeast("maxRedeliveries", -1, consumer.getMaxRedeliveries())),
                FailedTaskPolicy.valueOf(failedTasks),
                maxResubmits,
                threads,
                atLeast("maxInFlight", threads, maxInFlight));
    }

    private static int atLeast(String option, int least, int value) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "Option " + option + " must be at least " + least + ", but it is " + value);
        }
        return value;
    }

    private static String choice(String option, String value, Set<String> choices) {
        if (!choices.contains(value)) {
            throw new IllegalArgumentException("Option " + option + " must be one of "
                    + choices.stream().sorted().collect(Collectors.joining(", ")) + ", but it is '" + value + "'");
        }
        return value;
    }

    /** Whether exchanges are processed one after the other by the thread that polls. */
    boolean isDirect() {
        return concurrentConsumers == 1 && maxInFlight == 1;
    }

    /** The selection for a consumer that starts now. */
    TaskSelection selection(LinkupEndpoint endpoint) throws Exception {
        TaskResults receiving = endpoint.engine().results();
        if (submittedOnly) {
            return receiving.submittedTasks(wanted);
        }
        LinkupConsumerConfiguration consumer = endpoint.getConsumerConfiguration();
        return receiving.allTasks(
                SeenTasksRepository.of(endpoint.getCamelContext(), consumer.getIdempotentRepository()),
                endpoint.openResults(receiving),
                wanted,
                StoredMark.of(endpoint, consumer.getStateRepository(), wanted),
                since(consumer.getSince(), endpoint.getComponent().clock()));
    }

    /** An instant, a date-time with offset, or a duration back from now; null means now. */
    static Instant since(String text, Clock clock) {
        if (text == null || text.isBlank()) {
            return clock.instant();
        }
        String stripped = text.strip();
        try {
            if (stripped.contains("T") && Character.isDigit(stripped.charAt(0))) {
                return OffsetDateTime.parse(stripped).toInstant();
            }
            Duration back = stripped.startsWith("P")
                    ? Duration.parse(stripped)
                    : Duration.ofMillis(TimeUtils.toMilliSeconds(stripped));
            return clock.instant().minus(back);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Option since must be an instant such as 2026-05-18T00:00:00Z or a duration such as 24h, but it is '"
                            + text + "'",
                    e);
        }
    }
}

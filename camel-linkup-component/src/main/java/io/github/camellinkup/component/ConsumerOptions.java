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
import java.util.Set;
import org.apache.camel.util.TimeUtils;

/**
 * The consumer options of an endpoint.
 *
 * @param submittedOnly whether only tasks of the repository are emitted
 * @param wanted the filter for results
 * @param maxInFlight the maximum number of exchanges in flight
 */
record ConsumerOptions(
        boolean submittedOnly,
        SelectionOptions wanted,
        FailedTaskPolicy failedTasks,
        int maxResubmits,
        int concurrentConsumers,
        int maxInFlight) {

    private static final Set<TaskStatus> FINAL = Set.of(TaskStatus.COMPLETED, TaskStatus.FAILED);

    static ConsumerOptions of(LinkupEndpoint endpoint) {
        LinkupConsumerConfiguration consumer = endpoint.getConsumerConfiguration();
        LinkupListConfiguration list = endpoint.getListConfiguration();
        // The list of research has no other tasks.
        Set<String> types = endpoint.getOperation() == LinkupOperations.research
                ? Set.of(TaskType.RESEARCH.apiValue())
                : TaskOptions.texts(list.getTypes());
        Set<TaskStatus> statuses = TaskOptions.statuses(list.getStatuses());
        int threads = consumer.getConcurrentConsumers();
        return new ConsumerOptions(
                consumer.getTaskScope() == TaskScope.submitted,
                new SelectionOptions(types, statuses.isEmpty() ? FINAL : statuses, consumer.getMaxRedeliveries()),
                consumer.getFailedTasks(),
                consumer.getMaxResubmits(),
                threads,
                consumer.getMaxInFlight() == 0 ? threads : consumer.getMaxInFlight());
    }

    /** Whether the polling thread processes exchanges one after the other. */
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
                StoredWatermark.of(endpoint, consumer.getStateRepository(), wanted),
                since(consumer.getSince(), endpoint.getComponent().clock()));
    }

    /**
     * Reads the option {@code since}: an instant, a date-time with offset, or a duration back from now; null means now.
     *
     * @throws IllegalArgumentException if it is something else
     */
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

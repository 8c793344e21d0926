package io.github.camellinkup.component;

import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.client.model.TaskType;
import io.github.camellinkup.engine.results.SeenTasks;
import io.github.camellinkup.engine.results.SelectionOptions;
import io.github.camellinkup.engine.results.TaskResults;
import io.github.camellinkup.engine.results.TaskSelection;
import io.github.camellinkup.engine.results.WatermarkStore;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.spi.StateRepository;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.TimeUtils;

/** Which tasks a consumer emits: its options, and the Camel repositories that remember what it has emitted. */
final class ConsumerSelection {

    /** The number of ids in memory if no repository is set. */
    private static final int SEEN_TASKS = 100_000;

    private ConsumerSelection() {}

    /** The filter for results. */
    static SelectionOptions wanted(LinkupEndpoint endpoint) {
        LinkupListConfiguration list = endpoint.getListConfiguration();
        // The list of research has no other tasks.
        Set<String> types =
                endpoint.isResearch() ? Set.of(TaskType.RESEARCH.apiValue()) : TaskOptions.texts(list.getTypes());
        Set<TaskStatus> statuses = TaskOptions.statuses(list.getStatuses());
        return new SelectionOptions(
                types,
                statuses.isEmpty() ? Set.of(TaskStatus.COMPLETED, TaskStatus.FAILED) : statuses,
                endpoint.getConsumerConfiguration().getMaxRedeliveries());
    }

    /** The selection for a consumer that starts now. */
    static TaskSelection of(LinkupEndpoint endpoint, SelectionOptions wanted) throws Exception {
        TaskResults results = endpoint.engine().results();
        LinkupConsumerConfiguration consumer = endpoint.getConsumerConfiguration();
        if (consumer.getTaskScope() == TaskScope.submitted) {
            return results.submittedTasks(wanted);
        }
        return results.allTasks(
                seenTasks(endpoint.getCamelContext(), consumer.getIdempotentRepository()),
                endpoint.openResults(results),
                wanted,
                watermarkStore(endpoint, consumer.getStateRepository(), wanted),
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

    /** @param given null for a repository in memory */
    private static SeenTasks seenTasks(CamelContext context, IdempotentRepository given) throws Exception {
        IdempotentRepository repository =
                given == null ? MemoryIdempotentRepository.memoryIdempotentRepository(SEEN_TASKS) : given;
        if (given == null) {
            ServiceHelper.startService(repository);
        } else {
            // Other routes can share it, so the context stops it.
            context.addService(given, true, true);
        }
        return new SeenTasks() {
            @Override
            public boolean contains(String taskId) {
                return repository.contains(taskId);
            }

            @Override
            public void add(String taskId) {
                repository.add(taskId);
            }
        };
    }

    /**
     * Stores the time up to which all tasks were emitted.
     *
     * @param repository null to store nothing
     */
    private static WatermarkStore watermarkStore(
            LinkupEndpoint endpoint, StateRepository<String, String> repository, SelectionOptions wanted) {
        if (repository == null) {
            return WatermarkStore.NONE;
        }
        ServiceHelper.startService(repository);
        String filters = "types=" + String.join(",", new TreeSet<>(wanted.types()))
                + "&statuses="
                + wanted.statuses().stream().map(TaskStatus::apiValue).sorted().collect(Collectors.joining(","));
        // Consumers with different filters can share a repository. Camel's repository in a file refuses keys with '='.
        String key = endpoint.getEndpointBaseUri() + "?" + filters.replace("=", ":");
        String formerKey = endpoint.getEndpointBaseUri() + "?" + filters;
        return new WatermarkStore() {
            @Override
            public Instant load() {
                String stored = repository.getState(key);
                if (stored == null) {
                    stored = repository.getState(formerKey);
                }
                try {
                    return stored == null ? null : Instant.parse(stored);
                } catch (DateTimeException e) {
                    throw new IllegalStateException(
                            "The stateRepository has '" + stored + "' for " + key + ", which is not an instant", e);
                }
            }

            @Override
            public void store(Instant time) {
                repository.setState(key, time.toString());
            }
        };
    }
}

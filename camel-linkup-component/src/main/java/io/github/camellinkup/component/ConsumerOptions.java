package io.github.camellinkup.component;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.receiving.AllTasks;
import io.github.camellinkup.engine.receiving.SubmittedTasks;
import io.github.camellinkup.engine.receiving.TaskSelection;
import io.github.camellinkup.engine.repository.TaskRepository;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.TimeUtils;

/**
 * The consumer options of an endpoint, read and checked.
 *
 * @param submittedOnly whether only tasks of the repository are wanted
 * @param types the task types wanted; empty means all
 * @param statuses the final statuses wanted
 * @param failedTasks what to do with failed tasks
 */
record ConsumerOptions(
        boolean submittedOnly, Set<String> types, Set<TaskStatus> statuses, FailedTaskPolicy failedTasks) {

    /** How many tasks are remembered as emitted when no repository is set. */
    private static final int SEEN_TASKS = 100_000;

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
        return new ConsumerOptions(
                submitted,
                TaskOptions.texts(tasks.getTypes()),
                statuses.isEmpty() ? FINAL : statuses,
                FailedTaskPolicy.valueOf(failedTasks));
    }

    private static String choice(String option, String value, Set<String> choices) {
        if (!choices.contains(value)) {
            throw new IllegalArgumentException("Option " + option + " must be one of "
                    + choices.stream().sorted().collect(Collectors.joining(", ")) + ", but it is '" + value + "'");
        }
        return value;
    }

    boolean wants(Task task) {
        return statuses.contains(task.status()) && (types.isEmpty() || types.contains(task.type()));
    }

    /** The selection for a consumer that starts now. */
    TaskSelection selection(LinkupEndpoint endpoint) throws Exception {
        TaskRepository repository = endpoint.engine().repository();
        if (submittedOnly) {
            return new SubmittedTasks(repository);
        }
        IdempotentRepository given = endpoint.getConsumerConfiguration().getIdempotentRepository();
        IdempotentRepository seen =
                given != null ? given : MemoryIdempotentRepository.memoryIdempotentRepository(SEEN_TASKS);
        if (given == null) {
            ServiceHelper.startService(seen);
        } else {
            // Other routes may share it, so it is the context that stops it.
            endpoint.getCamelContext().addService(seen, true, true);
        }
        AllTasks.SeenTasks seenTasks = new AllTasks.SeenTasks() {
            @Override
            public boolean contains(String taskId) {
                return seen.contains(taskId);
            }

            @Override
            public void add(String taskId) {
                seen.add(taskId);
            }
        };
        Clock clock = Clock.systemUTC();
        return new AllTasks(
                seenTasks, repository, since(endpoint.getConsumerConfiguration().getSince(), clock));
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

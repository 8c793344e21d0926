package io.github.camellinkup.engine.results;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.ApiValue;
import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.RequestBuilder;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskType;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.Resubmission;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the request of a failed task again, from the input that Linkup reports. That input is normalised: defaults are
 * filled in. What is a default is left out again, so that it stays one. Fields that this version does not know are kept.
 */
public final class Resubmissions {

    private static final Map<TaskType, Map<String, String>> DEFAULTS = Map.of(
            TaskType.SEARCH, Map.of(),
            TaskType.FETCH, Map.of("mode", "standard"),
            TaskType.RESEARCH, Map.of("mode", "auto", "reasoningDepth", "L"));

    private static final Set<String> REQUIRED = Set.of("q", "url", "depth", "outputType");

    private Resubmissions() {}

    /**
     * The request that takes the place of a failed task.
     *
     * @return empty if the type is one that this client does not know, or the input makes no request
     */
    public static Optional<TaskRequest> of(FinishedTask failed) {
        Task task = failed.task();
        PendingTask pending = failed.pending();
        Optional<TaskType> type = ApiValue.find(TaskType.class, task.type());
        if (type.isEmpty() || task.input() == null) {
            return Optional.empty();
        }
        try {
            Resubmission resubmission = new Resubmission(task.id(), pending.resubmits() + 1);
            return Optional.of(new TaskRequest(
                    input(type.get(), task), pending.reference(), pending.headers(), null, resubmission, null));
        } catch (LinkupInvalidRequestException e) {
            return Optional.empty();
        }
    }

    private static LinkupRequest input(TaskType type, Task task) {
        return switch (type) {
            case SEARCH -> filled(SearchRequest.builder(), type, task).build();
            case FETCH -> filled(FetchRequest.builder(), type, task).build();
            case RESEARCH -> filled(ResearchRequest.builder(), type, task).build();
        };
    }

    private static <B extends RequestBuilder<B, ?>> B filled(B builder, TaskType type, Task task) {
        builder.sendUnknownFields();
        for (Map.Entry<String, JsonNode> field : task.input().toTree().properties()) {
            String name = field.getKey();
            if (isSet(type, name, field.getValue(), task)) {
                builder.set(name, field.getValue());
            }
        }
        return builder;
    }

    private static boolean isSet(TaskType type, String name, JsonNode value, Task task) {
        if (REQUIRED.contains(name)) {
            return true;
        }
        if (value.isContainerNode()) {
            return !value.isEmpty();
        }
        if (value.isNull() || value.isBoolean() && !value.booleanValue()) {
            return false;
        }
        String text = value.asText();
        return !text.isEmpty()
                && !text.equals(DEFAULTS.get(type).get(name))
                && !("toDate".equals(name) && isDayOfCreation(text, task));
    }

    /** Without an end Linkup searches up to the day of the search, and reports that day. */
    private static boolean isDayOfCreation(String date, Task task) {
        return task.createdAt() != null
                && date.startsWith(
                        task.createdAt().atOffset(ZoneOffset.UTC).toLocalDate().toString());
    }
}

package io.github.camellinkup.component;

import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.ApiValue;
import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.SortDirection;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.client.model.TaskType;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Message;

/** Converts options of tasks, and the headers that override them. */
final class TaskOptions {

    private TaskOptions() {}

    /** The task type of this name, or null for null. */
    static TaskType type(Object name) {
        return choice(TaskType.class, "type", name);
    }

    /** The page of tasks that a message asks for: its headers override the options. */
    static TaskQuery query(LinkupListConfiguration options, Message message) {
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

package io.github.camellinkup.component;

import io.github.camellinkup.client.model.TaskType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The path of a Linkup URI. */
public enum LinkupOperations {
    search(List.of(TaskType.SEARCH)),
    fetch(List.of(TaskType.FETCH)),
    research(
            List.of(TaskType.RESEARCH),
            LinkupTaskMode.single,
            LinkupTaskMode.await,
            LinkupTaskMode.get,
            LinkupTaskMode.list),
    tasks(List.of(TaskType.SEARCH, TaskType.FETCH), LinkupTaskMode.values()),
    credits(List.of());

    private final List<TaskType> requestTypes;
    private final List<LinkupTaskMode> modes;

    LinkupOperations(List<TaskType> requestTypes, LinkupTaskMode... modes) {
        this.requestTypes = requestTypes;
        this.modes = List.of(modes);
    }

    /** The requests that the options of an endpoint must fit. */
    List<TaskType> requestTypes() {
        return requestTypes;
    }

    /** What a producer does with tasks unless the option mode says otherwise; null without tasks. */
    LinkupTaskMode defaultMode() {
        return modes.isEmpty() ? null : modes.get(0);
    }

    /** What a producer can do with tasks, the default first. */
    List<LinkupTaskMode> modes() {
        return modes;
    }

    /** Whether the endpoint sends, reads and emits tasks. */
    boolean hasTasks() {
        return !modes.isEmpty();
    }

    /** @throws IllegalArgumentException if there is no such endpoint; the message lists the endpoints */
    static LinkupOperations of(String name) {
        return Arrays.stream(values())
                .filter(operation -> operation.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no endpoint linkup:" + name + ". Use one of "
                        + Arrays.stream(values())
                                .map(value -> "linkup:" + value)
                                .collect(Collectors.joining(", "))));
    }
}

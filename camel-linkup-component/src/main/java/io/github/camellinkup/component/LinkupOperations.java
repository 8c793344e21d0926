package io.github.camellinkup.component;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The path of a Linkup URI. */
public enum LinkupOperations {
    search,
    fetch,
    research,
    tasks,
    credits;

    /** Whether the endpoint sends, reads and emits tasks. */
    boolean hasTasks() {
        return this == tasks || this == research;
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

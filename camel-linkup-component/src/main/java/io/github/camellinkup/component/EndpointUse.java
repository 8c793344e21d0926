package io.github.camellinkup.component;

import java.util.Arrays;
import java.util.List;

/** The uses of an endpoint that differ in their options. */
enum EndpointUse {
    SEARCH(LinkupOperations.search, null),
    FETCH(LinkupOperations.fetch, null),
    CREDITS(LinkupOperations.credits, null),
    BATCH(LinkupOperations.tasks, LinkupTaskMode.batch),
    SINGLE(LinkupOperations.tasks, LinkupTaskMode.single),
    AWAIT(LinkupOperations.tasks, LinkupTaskMode.await),
    GET(LinkupOperations.tasks, LinkupTaskMode.get),
    LIST(LinkupOperations.tasks, LinkupTaskMode.list),
    CONSUMER(LinkupOperations.tasks, null),
    RESEARCH_SINGLE(LinkupOperations.research, LinkupTaskMode.single),
    RESEARCH_AWAIT(LinkupOperations.research, LinkupTaskMode.await),
    RESEARCH_GET(LinkupOperations.research, LinkupTaskMode.get),
    RESEARCH_LIST(LinkupOperations.research, LinkupTaskMode.list),
    RESEARCH_CONSUMER(LinkupOperations.research, null);

    private final LinkupOperations operation;
    private final LinkupTaskMode mode;

    EndpointUse(LinkupOperations operation, LinkupTaskMode mode) {
        this.operation = operation;
        this.mode = mode;
    }

    /** @param mode what a producer does with tasks; null for a consumer, and for an endpoint without tasks */
    static EndpointUse of(LinkupOperations operation, LinkupTaskMode mode) {
        return Arrays.stream(values())
                .filter(use -> use.operation == operation && use.mode == mode)
                .findFirst()
                .orElseThrow();
    }

    /** The modes of an endpoint, the default first; none for an endpoint without tasks. */
    static List<LinkupTaskMode> modes(LinkupOperations operation) {
        return Arrays.stream(values())
                .filter(use -> use.operation == operation && use.mode != null)
                .map(use -> use.mode)
                .toList();
    }

    LinkupOperations operation() {
        return operation;
    }

    /** The mode of a producer of tasks, or {@code from} for a consumer. */
    String role() {
        return mode == null ? "from" : mode.name();
    }

    /** The use as error messages call it. */
    @Override
    public String toString() {
        String address = "linkup:" + operation;
        if (mode != null) {
            return address + " with mode=" + mode;
        }
        return operation.hasTasks() ? "from(\"" + address + "\")" : address;
    }
}

package io.github.camellinkup.engine.repository;

import io.github.camellinkup.engine.repository.Intent.State;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The open intents in memory. Used by one thread at a time. */
final class MemoryIntents {

    private static final Comparator<Intent> BY_AGE = Comparator.comparing(Intent::openedAt);

    private final Map<String, Intent> intents = new LinkedHashMap<>();

    void open(Intent intent) {
        intents.put(intent.id(), RememberedTime.kept(intent));
    }

    /**
     * Forgets an intent.
     *
     * @return the ids of the tasks that it would have replaced; empty if it is not there
     */
    List<String> remove(String intentId) {
        Intent intent = intents.remove(intentId);
        return intent == null ? List.of() : replacedBy(intent);
    }

    List<Intent> oldestFirst() {
        return intents.values().stream().sorted(BY_AGE).toList();
    }

    /** When the oldest was opened, or null if there is none. */
    Instant oldest() {
        return intents.values().stream().min(BY_AGE).map(Intent::openedAt).orElse(null);
    }

    boolean claim(Intent intent, String node, Instant until) {
        Intent present = answeredBy(intent.node(), intent.id());
        if (present == null || !present.leasedUntil().equals(RememberedTime.kept(intent.leasedUntil()))) {
            return false;
        }
        put(present, node, until, State.UNCERTAIN, present.openedAt(), present.requests());
        return true;
    }

    void renew(String node, Instant until) {
        for (Intent intent : List.copyOf(intents.values())) {
            if (intent.node().equals(node)) {
                put(intent, node, until, intent.state(), intent.openedAt(), intent.requests());
            }
        }
    }

    /** Leaves these requests to be sent, or forgets the intent if there are none; false if its node is another. */
    boolean settle(Intent intent, List<TaskRequest> rest, Instant openedAt) {
        Intent present = answeredBy(intent.node(), intent.id());
        if (present == null) {
            return false;
        }
        if (rest.isEmpty()) {
            intents.remove(intent.id());
        } else {
            put(present, present.node(), present.leasedUntil(), State.SENDING, openedAt, rest);
        }
        return true;
    }

    /** The ids of the tasks that any of them replaces. */
    Stream<String> replaced() {
        return intents.values().stream().flatMap(intent -> replacedBy(intent).stream());
    }

    private Intent answeredBy(String node, String intentId) {
        Intent present = intents.get(intentId);
        return present != null && present.node().equals(node) ? present : null;
    }

    private void put(
            Intent intent, String node, Instant until, State state, Instant openedAt, List<TaskRequest> requests) {
        Intent changed = new Intent(intent.id(), node, openedAt, until, state, intent.research(), requests);
        intents.put(intent.id(), RememberedTime.kept(changed));
    }

    /** The ids of the tasks that the requests of an intent replace. */
    static List<String> replacedBy(Intent intent) {
        return intent.requests().stream()
                .filter(request -> request.resubmission() != null)
                .map(request -> request.resubmission().failedTaskId())
                .toList();
    }
}

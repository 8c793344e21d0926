package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.OutboxEntry.State;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The open entries of all nodes at one moment, and which of them keep another from being reconciled. */
final class OpenEntries {

    private static final Comparator<OutboxEntry> BY_AGE =
            Comparator.comparing(OutboxEntry::openedAt).thenComparing(OutboxEntry::id);

    private final Map<String, OutboxEntry> byId = new LinkedHashMap<>();
    private final Map<String, List<SentInput>> inputs = new HashMap<>();

    OpenEntries(Collection<OutboxEntry> open) {
        open.forEach(entry -> byId.put(entry.id(), entry));
    }

    Collection<OutboxEntry> all() {
        return byId.values();
    }

    /** The entry of this id, or null if it is not open. */
    OutboxEntry get(String id) {
        return byId.get(id);
    }

    /**
     * Whether a task in the list may come from another entry with an equal request, and it cannot be told: the other's call
     * may be in flight, or the other comes first because it is older.
     *
     * @param together the ids of the entries that are reconciled together, which share the tasks among themselves
     */
    boolean isBlocked(UncertainCall call, Set<String> together) {
        return isAnyLike(
                call,
                other -> other.state() == State.SENDING
                        || !together.contains(other.id()) && BY_AGE.compare(other, call.entry()) < 0);
    }

    /** Whether another entry is open that has an equal request, whichever node answers for it. */
    boolean hasAnyLike(UncertainCall call) {
        return isAnyLike(call, other -> true);
    }

    private boolean isAnyLike(UncertainCall call, Predicate<OutboxEntry> counts) {
        return byId.values().stream()
                .filter(other -> !other.id().equals(call.entry().id()))
                .filter(counts)
                .anyMatch(other -> SentInput.isAnyAlike(
                        call.inputs(), inputs.computeIfAbsent(other.id(), id -> SentInput.of(other))));
    }
}

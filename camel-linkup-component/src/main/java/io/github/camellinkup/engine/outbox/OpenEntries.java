package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.OutboxEntry.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The open entries of all nodes at one moment, and which of them stand in the way of settling another. */
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
     * Whether a task in the list may be of another entry with an equal request, and it cannot be told: the other's call
     * may be under way, or another node comes first because its entry is older.
     *
     * @param together the ids of the entries that are settled together, which share the tasks among themselves
     */
    boolean isBlocked(Settlement settlement, Set<String> together) {
        OutboxEntry present = byId.get(settlement.entryId());
        return isAnyLike(
                settlement,
                other -> other.state() == State.SENDING
                        || !together.contains(other.id()) && (present == null || BY_AGE.compare(other, present) < 0));
    }

    /** Whether another entry is open that has an equal request, whoever answers for it. */
    boolean hasAnyLike(Settlement settlement) {
        return isAnyLike(settlement, other -> true);
    }

    private boolean isAnyLike(Settlement settlement, Predicate<OutboxEntry> counts) {
        return byId.values().stream()
                .filter(other -> !other.id().equals(settlement.entryId()))
                .filter(counts)
                .anyMatch(other -> canBeTakenFor(settlement.openInputs(), inputsOf(other)));
    }

    private List<SentInput> inputsOf(OutboxEntry entry) {
        return inputs.computeIfAbsent(entry.id(), id -> entry.requests().stream()
                .map(request -> SentInput.of(request.input()))
                .toList());
    }

    /** Whether one task could come from a request of either side. */
    static boolean canBeTakenFor(List<SentInput> some, List<SentInput> others) {
        Map<String, List<SentInput>> byKey = new HashMap<>();
        for (SentInput one : some) {
            byKey.merge(one.key(), List.of(one), OpenEntries::joined);
        }
        return others.stream().anyMatch(other -> byKey.getOrDefault(other.key(), List.of()).stream()
                .anyMatch(other::canBeTakenFor));
    }

    private static List<SentInput> joined(List<SentInput> some, List<SentInput> more) {
        List<SentInput> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }
}

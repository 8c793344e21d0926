package io.github.camellinkup.engine.sending;

import io.github.camellinkup.engine.repository.Intent;
import io.github.camellinkup.engine.repository.Intent.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The open intents of all nodes at one moment, and which of them stand in the way of settling another. */
final class OpenIntents {

    private static final Comparator<Intent> BY_AGE =
            Comparator.comparing(Intent::openedAt).thenComparing(Intent::id);

    private final Map<String, Intent> byId = new LinkedHashMap<>();
    private final Map<String, List<SentInput>> inputs = new HashMap<>();

    OpenIntents(Collection<Intent> open) {
        open.forEach(intent -> byId.put(intent.id(), intent));
    }

    Collection<Intent> all() {
        return byId.values();
    }

    /** The intent of this id, or null if it is not open. */
    Intent get(String id) {
        return byId.get(id);
    }

    /**
     * Whether a task in the list may be of another intent with an equal request, and it cannot be told: the other's call
     * may be under way, or another node comes first because its intent is older.
     *
     * @param together the ids of the intents that are settled together, which share the tasks among themselves
     */
    boolean isBlocked(Settlement settlement, Set<String> together) {
        Intent present = byId.get(settlement.intentId());
        return isAnyLike(
                settlement,
                other -> other.state() == State.SENDING
                        || !together.contains(other.id()) && (present == null || BY_AGE.compare(other, present) < 0));
    }

    /** Whether another intent is open that has an equal request, whoever answers for it. */
    boolean hasAnyLike(Settlement settlement) {
        return isAnyLike(settlement, other -> true);
    }

    private boolean isAnyLike(Settlement settlement, Predicate<Intent> counts) {
        return byId.values().stream()
                .filter(other -> !other.id().equals(settlement.intentId()))
                .filter(counts)
                .anyMatch(other -> canBeTakenFor(settlement.openInputs(), inputsOf(other)));
    }

    private List<SentInput> inputsOf(Intent intent) {
        return inputs.computeIfAbsent(intent.id(), id -> intent.requests().stream()
                .map(request -> SentInput.of(request.input()))
                .toList());
    }

    /** Whether one task could come from a request of either side. */
    static boolean canBeTakenFor(List<SentInput> some, List<SentInput> others) {
        Map<String, List<SentInput>> byKey = new HashMap<>();
        for (SentInput one : some) {
            byKey.merge(one.key(), List.of(one), OpenIntents::joined);
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

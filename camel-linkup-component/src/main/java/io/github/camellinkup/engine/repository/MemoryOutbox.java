package io.github.camellinkup.engine.repository;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The open entries in memory. Used by one thread at a time. */
final class MemoryOutbox {

    private static final Comparator<OutboxEntry> BY_AGE = Comparator.comparing(OutboxEntry::openedAt);

    private final Map<String, OutboxEntry> entries = new LinkedHashMap<>();

    void put(OutboxEntry entry) {
        entries.put(entry.id(), RememberedTime.kept(entry));
    }

    /**
     * Forgets an entry.
     *
     * @return the ids of the tasks that it would have replaced; empty if it is not there
     */
    List<String> remove(String entryId) {
        OutboxEntry entry = entries.remove(entryId);
        return entry == null ? List.of() : entry.replacedTasks();
    }

    List<OutboxEntry> oldestFirst() {
        return entries.values().stream().sorted(BY_AGE).toList();
    }

    /** When the oldest was opened, or null if there is none. */
    Instant oldest() {
        return entries.values().stream().min(BY_AGE).map(OutboxEntry::openedAt).orElse(null);
    }

    /** The entry as it is now if its version is the one that was read, else null. */
    OutboxEntry unchanged(OutboxEntry read) {
        OutboxEntry present = entries.get(read.id());
        return present != null && present.version() == read.version() ? present : null;
    }

    boolean claim(OutboxEntry read, String node, Instant until) {
        OutboxEntry present = unchanged(read);
        boolean claimed = present != null && present.leasedUntil().equals(RememberedTime.kept(read.leasedUntil()));
        if (claimed) {
            put(present.claimedBy(node, until));
        }
        return claimed;
    }

    void renew(String node, Instant until) {
        entries.replaceAll(
                (id, entry) -> entry.node().equals(node) ? RememberedTime.kept(entry.leasedUntil(until)) : entry);
    }

    /** The ids of the tasks that any of them replaces. */
    Stream<String> replaced() {
        return entries.values().stream().flatMap(entry -> entry.replacedTasks().stream());
    }
}

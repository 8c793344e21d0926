package io.github.camellinkup.engine.repository;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What is outstanding: tasks that were sent and whose results have not been taken.
 *
 * @param countByType how many there are of each type, in the API's spelling; types without any are left out.
 *     A count can be limited, see {@link TaskRepository#outstanding(java.util.Set, Instant, int)}
 * @param oldest a time that is not later than the creation of the oldest of them, by Linkup's clock; null if there are
 *     none. {@link Instant#EPOCH} if the time is not known of one of them
 * @param newest a time that is not earlier than the creation of the newest of them, by Linkup's clock; null if there
 *     are none, or the time is not known of one of them
 */
public record Outstanding(Map<String, Integer> countByType, Instant oldest, Instant newest) {

    /** Nothing is outstanding. */
    public static final Outstanding NONE = new Outstanding(Map.of(), null, null);

    public Outstanding {
        countByType = Map.copyOf(countByType);
        newest = Instant.EPOCH.equals(oldest) ? null : newest;
    }

    /** All tasks of both. */
    Outstanding and(Outstanding other) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() ? other : this;
        }
        Map<String, Integer> counts = new HashMap<>(countByType);
        other.countByType.forEach((type, count) -> counts.merge(type, count, Integer::sum));
        Instant earliest = oldest.isBefore(other.oldest) ? oldest : other.oldest;
        boolean isLater = newest != null && other.newest != null && newest.isAfter(other.newest);
        return new Outstanding(counts, earliest, isLater ? newest : other.newest);
    }

    /** How many there are of all types. */
    public int count() {
        return countByType.values().stream().mapToInt(Integer::intValue).sum();
    }

    public boolean isEmpty() {
        return countByType.isEmpty();
    }
}

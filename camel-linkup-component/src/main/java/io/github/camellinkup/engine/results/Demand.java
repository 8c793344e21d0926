package io.github.camellinkup.engine.results;

import io.github.camellinkup.engine.repository.Outstanding;
import java.time.Instant;
import java.util.Map;

/**
 * The results that a receiver waits for.
 *
 * @param waiting how many results; {@link #UNKNOWN} if all finished tasks are wanted
 * @param countByType how many outstanding tasks there are of each type, as far as that is known and counted
 * @param oldest all wanted tasks were created at this time or later, by Linkup's clock; null if that is not known
 * @param newest all wanted tasks were created at this time or earlier; null if that is not known
 */
public record Demand(int waiting, Map<String, Integer> countByType, Instant oldest, Instant newest) {

    /** All finished tasks are wanted. */
    public static final int UNKNOWN = -1;

    /** Nothing is wanted. */
    static final Demand NOTHING = new Demand(0, Map.of(), null, null);

    /** The outstanding tasks without those that are not to be read now. */
    static Demand of(Outstanding outstanding, int notNow) {
        return new Demand(
                Math.max(0, outstanding.count() - notNow),
                outstanding.countByType(),
                outstanding.oldest(),
                outstanding.newest());
    }

    /** No result is wanted, so that no call is needed. */
    boolean isNothing() {
        return waiting == 0;
    }

    boolean isUnknown() {
        return waiting == UNKNOWN;
    }
}

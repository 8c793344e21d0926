package io.github.camellinkup.engine.results;

import io.github.camellinkup.engine.repository.Outstanding;
import java.time.Instant;
import java.util.Map;

/**
 * What a receiver is waiting for.
 *
 * @param waiting how many results; {@link #UNKNOWN} if whatever may come is wanted
 * @param countByType how many outstanding tasks there are of each type, as far as that is known
 * @param oldest nothing that is wanted was created earlier, by Linkup's clock; null if that is not known
 * @param newest nothing that is wanted was created later; null if that is not known
 */
public record Demand(int waiting, Map<String, Integer> countByType, Instant oldest, Instant newest) {

    /** Whatever may come is wanted. */
    public static final int UNKNOWN = -1;

    /** Nothing is wanted. */
    static final Demand NOTHING = new Demand(0, Map.of(), null, null);

    /** What is outstanding, less what is not to be read now. */
    static Demand of(Outstanding outstanding, int notNow) {
        return new Demand(
                Math.max(0, outstanding.count() - notNow),
                outstanding.countByType(),
                outstanding.oldest(),
                outstanding.newest());
    }

    /** Nothing is waited for, so that no call need be made. */
    boolean isNothing() {
        return waiting == 0;
    }

    boolean isUnknown() {
        return waiting == UNKNOWN;
    }
}

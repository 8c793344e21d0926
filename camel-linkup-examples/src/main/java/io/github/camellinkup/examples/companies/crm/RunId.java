package io.github.camellinkup.examples.companies.crm;

import java.time.Instant;

/**
 * Marks what one run has written.
 *
 * @param id when it began; later runs sort after earlier ones
 * @param invented whether the stand-in answers it, with what is no fact
 */
public record RunId(String id, boolean invented) {

    public static RunId startingNow(boolean invented) {
        return new RunId(Instant.now().toString(), invented);
    }
}

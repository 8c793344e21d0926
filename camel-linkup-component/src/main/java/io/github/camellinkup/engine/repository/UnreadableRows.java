package io.github.camellinkup.engine.repository;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rows of one kind that cannot be read. Each is logged once. Thread-safe. */
final class UnreadableRows {

    private static final Logger LOG = LoggerFactory.getLogger(UnreadableRows.class);

    private final String consequence;
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    /** @param consequence what does not happen until such a row can be read, for the log */
    UnreadableRows(String consequence) {
        this.consequence = consequence;
    }

    void log(String id, StoredRow.Unreadable failure) {
        if (logged.add(id)) {
            LOG.error(
                    "A row of the task repository cannot be read: {}. It is left as it is. {}",
                    failure.getMessage(),
                    consequence);
        }
    }

    /** All other rows can be read again. */
    void keepOnly(Collection<String> ids) {
        logged.retainAll(ids);
    }

    Set<String> ids() {
        return Set.copyOf(logged);
    }
}

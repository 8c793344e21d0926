package io.github.camellinkup.engine.repository;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rows of one kind that cannot be read. An operator is told of each once. Thread-safe. */
final class UnreadableRows {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcTaskRepository.class);

    private final String consequence;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** @param consequence what does not happen until such a row can be read, for the operator */
    UnreadableRows(String consequence) {
        this.consequence = consequence;
    }

    void tell(String id, UnreadableRowException failure) {
        if (told.add(id)) {
            LOG.error(
                    "A row of the task repository cannot be read: {}. It is left as it is. {}",
                    failure.getMessage(),
                    consequence);
        }
    }

    /** No others than these are unreadable any more. */
    void keepOnly(Collection<String> ids) {
        told.retainAll(ids);
    }

    Set<String> ids() {
        return Set.copyOf(told);
    }
}

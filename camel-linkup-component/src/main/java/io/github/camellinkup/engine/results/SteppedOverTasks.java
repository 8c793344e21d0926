package io.github.camellinkup.engine.results;

import io.github.camellinkup.client.exception.LinkupException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of each task that cannot be read in a list, once. Thread-safe. */
final class SteppedOverTasks {

    private static final Logger LOG = LoggerFactory.getLogger(SteppedOverTasks.class);
    private static final int REMEMBERED = 100;

    private final Set<String> warned = new LinkedHashSet<>();

    void warn(ResultSubscription.ReadPage read, LinkupException failure) {
        if (isNew(failure.getMessage())) {
            LOG.warn(
                    "A task in the list of tasks cannot be read, and is stepped over (place {}): {}",
                    read.page().end(),
                    failure.getMessage());
        }
    }

    private synchronized boolean isNew(String problem) {
        if (!warned.add(problem)) {
            return false;
        }
        if (warned.size() > REMEMBERED) {
            warned.remove(warned.iterator().next());
        }
        return true;
    }
}

package io.github.camellinkup.engine.results;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.TaskIdentity;
import io.github.camellinkup.engine.listing.SpoiledPage;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs one warning for each task that cannot be read in a list. Thread-safe. */
final class SteppedOverTasks {

    private static final Logger LOG = LoggerFactory.getLogger(SteppedOverTasks.class);
    private static final int REMEMBERED = 100;

    private final Set<String> warned = new LinkedHashSet<>();

    void warn(LinkupException failure) {
        String name = SpoiledPage.task(failure).map(TaskIdentity::id).orElse("of unknown id");
        if (isNew(name)) {
            LOG.warn(
                    "The task {} in the list of tasks cannot be read, and is stepped over: {}",
                    name,
                    failure.getMessage());
        }
    }

    private synchronized boolean isNew(String name) {
        if (!warned.add(name)) {
            return false;
        }
        if (warned.size() > REMEMBERED) {
            warned.remove(warned.iterator().next());
        }
        return true;
    }
}

package io.github.camellinkup.client;

import io.github.camellinkup.client.model.OversizedTask;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of tasks that are too large to be read in a page, once of each, however often its page is read. Thread-safe. */
final class OversizedTaskLog {

    private static final Logger LOG = LoggerFactory.getLogger(OversizedTaskLog.class);

    /** So many are remembered; one that was forgotten since is told of again. */
    private static final int REMEMBERED = 1000;

    private final long limit;
    private final Mask mask;
    private final Set<String> told = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }));

    /**
     * @param limit the largest task taken, in bytes
     * @param mask hides the key
     */
    OversizedTaskLog(long limit, Mask mask) {
        this.limit = limit;
        this.mask = mask;
    }

    void tell(OversizedTask task) {
        String name = task.id() == null ? "of unknown id" : Excerpt.of(mask.hide(task.id()));
        if (told.add(name)) {
            LOG.warn(
                    "The task {} is passed over in the list of tasks: it is larger than the option maxResponseSize allows"
                            + " ({} bytes). To get its result, set the option higher",
                    name,
                    limit);
        }
    }
}

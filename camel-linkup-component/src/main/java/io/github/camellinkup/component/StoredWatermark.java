package io.github.camellinkup.component;

import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.results.SelectionOptions;
import io.github.camellinkup.engine.results.WatermarkStore;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.spi.StateRepository;
import org.apache.camel.support.service.ServiceHelper;

/** Stores in a Camel state repository the time up to which all tasks were emitted. */
record StoredWatermark(StateRepository<String, String> repository, String key) implements WatermarkStore {

    /** @param repository null to store nothing */
    static WatermarkStore of(
            LinkupEndpoint endpoint, StateRepository<String, String> repository, SelectionOptions wanted)
            throws Exception {
        if (repository == null) {
            return WatermarkStore.NONE;
        }
        ServiceHelper.startService(repository);
        return new StoredWatermark(repository, key(endpoint.getEndpointBaseUri(), wanted));
    }

    /** Consumers with different filters can share a repository. */
    private static String key(String uri, SelectionOptions wanted) {
        String types = String.join(",", new TreeSet<>(wanted.types()));
        String statuses =
                wanted.statuses().stream().map(TaskStatus::apiValue).sorted().collect(Collectors.joining(","));
        return uri + "?types=" + types + "&statuses=" + statuses;
    }

    @Override
    public Instant load() {
        String stored = repository.getState(key);
        try {
            return stored == null ? null : Instant.parse(stored);
        } catch (DateTimeException e) {
            throw new IllegalStateException(
                    "The stateRepository has '" + stored + "' for " + key + ", which is not an instant", e);
        }
    }

    @Override
    public void store(Instant time) {
        repository.setState(key, time.toString());
    }
}

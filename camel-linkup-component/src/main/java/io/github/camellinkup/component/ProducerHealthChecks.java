package io.github.camellinkup.component;

import io.github.camellinkup.client.Account;
import io.github.camellinkup.engine.TaskEngine;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.WritableHealthCheckRepository;

/**
 * The health checks of the producers of a component. There is one for each operation of an account, and not one for each
 * producer, because {@code toD} makes and drops producers. Does nothing where camel-health is missing. Thread-safe.
 */
final class ProducerHealthChecks implements AutoCloseable {

    private record Key(LinkupOperations operation, Account account) {}

    private record Registered(
            WritableHealthCheckRepository repository,
            LinkupProducerHealthCheck check,
            CopyOnWriteArrayList<TaskEngine> engines) {}

    private final LinkupComponent component;
    private final Clock clock;
    private final Map<Key, Registered> checks = new ConcurrentHashMap<>();

    ProducerHealthChecks(LinkupComponent component, Clock clock) {
        this.component = component;
        this.clock = clock;
    }

    /** An operation uses this engine. */
    void uses(LinkupOperations operation, TaskEngine engine) {
        WritableHealthCheckRepository repository = HealthCheckHelper.getHealthCheckRepository(
                component.getCamelContext(), "producers", WritableHealthCheckRepository.class);
        if (repository != null) {
            Key key = new Key(operation, engine.account().account());
            checks.computeIfAbsent(key, first -> register(repository, first))
                    .engines()
                    .addIfAbsent(engine);
        }
    }

    private Registered register(WritableHealthCheckRepository repository, Key key) {
        CopyOnWriteArrayList<TaskEngine> engines = new CopyOnWriteArrayList<>();
        LinkupProducerHealthCheck check =
                new LinkupProducerHealthCheck(component.name(), key.operation(), key.account(), engines, clock);
        check.setEnabled(component.isHealthCheckProducerEnabled());
        repository.addHealthCheck(check);
        return new Registered(repository, check, engines);
    }

    @Override
    public void close() {
        checks.values().forEach(registered -> registered.repository().removeHealthCheck(registered.check()));
        checks.clear();
    }
}

package io.github.camellinkup.component.monitoring;

import io.github.camellinkup.client.Account;
import io.github.camellinkup.client.ApiOperation;
import io.github.camellinkup.client.CallListener;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.engine.TaskEngine;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.monitoring.TaskEvent;
import io.github.camellinkup.engine.monitoring.TaskListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Meters in a registry of Micrometer. Every tag has few values: operations, types, classes of exceptions, accounts. */
final class MicrometerMeters implements Meters {

    private static final Logger LOG = LoggerFactory.getLogger(MicrometerMeters.class);

    private static volatile boolean hasFailed;

    /** The name under which Camel's own meters look for a registry. */
    private static final String REGISTRY_NAME = "metricsRegistry";

    private static final int TOO_MANY_REQUESTS = 429;

    private static final Set<String> KNOWN_TYPES = Set.of("search", "fetch", "research");

    private final MeterRegistry registry;
    private final Tags common;
    private final Supplier<String> component;
    private final Clock clock;
    private final Map<Account, AccountGauges> gauges = new ConcurrentHashMap<>();

    private MicrometerMeters(MeterRegistry registry, Tags common, Supplier<String> component, Clock clock) {
        this.registry = registry;
        this.common = common;
        this.component = component;
        this.clock = clock;
    }

    static Meters of(CamelContext context, Supplier<String> component, Clock clock) {
        MeterRegistry registry = find(context.getRegistry());
        Tags common = Tags.of("camelContext", context.getName(), "kind", "CamelLinkup");
        return registry == null ? NONE : new MicrometerMeters(registry, common, component, clock);
    }

    /** As Camel's own meters do: by name, else the composite one, else the only one. */
    private static MeterRegistry find(Registry beans) {
        MeterRegistry named = beans.lookupByNameAndType(REGISTRY_NAME, MeterRegistry.class);
        if (named != null) {
            return named;
        }
        MeterRegistry composite = beans.findSingleByType(CompositeMeterRegistry.class);
        return composite == null ? beans.findSingleByType(MeterRegistry.class) : composite;
    }

    private Tags tags(Account account) {
        return common.and("component", component.get(), "account", account.shortDigest());
    }

    @Override
    public CallListener ofCalls(Account account) {
        return new Calls(registry, tags(account));
    }

    @Override
    public TaskListener ofTasks(Account account) {
        Tags tags = tags(account);
        return event -> harmless(() -> count(event, tags.and("type", type(event.taskType()))));
    }

    private void count(TaskEvent event, Tags tags) {
        registry.counter("camel.linkup.tasks", tags.and("event", name(event.type())))
                .increment();
        if (event.lag() != null) {
            registry.timer("camel.linkup.tasks.lag", tags).record(event.lag());
        }
    }

    @Override
    public void started(Account account, TaskEngine engine) {
        harmless(() -> gauges.computeIfAbsent(account, first -> new AccountGauges(registry, tags(account), clock))
                .add(engine));
    }

    @Override
    public void close() {
        gauges.values().forEach(AccountGauges::remove);
        gauges.clear();
    }

    /** The service has types that this version does not know, and may have any number of them. */
    static String type(String taskType) {
        return KNOWN_TYPES.contains(taskType) ? taskType : "other";
    }

    /** A registry of the application, with filters of its own, must not stop a call that it counts. */
    private static void harmless(Runnable count) {
        try {
            count.run();
        } catch (RuntimeException e) {
            if (!hasFailed) {
                hasFailed = true;
                LOG.warn("A meter of Linkup could not be written. Further failures are not logged", e);
            }
        }
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The calls of an account. */
    private record Calls(MeterRegistry registry, Tags tags) implements CallListener {

        private Tags of(ApiOperation operation) {
            return tags.and(Tag.of("operation", name(operation)));
        }

        @Override
        public void sending(ApiOperation operation, Duration waited) {
            harmless(() ->
                    registry.timer("camel.linkup.limit.wait", of(operation)).record(waited));
        }

        @Override
        public void tried(ApiOperation operation, LinkupException failure) {
            if (failure != null && failure.getStatusCode() == TOO_MANY_REQUESTS) {
                harmless(() ->
                        registry.counter("camel.linkup.refusals", of(operation)).increment());
            }
        }

        @Override
        public void ended(ApiOperation operation, Duration duration, Throwable failure) {
            String outcome = failure == null
                    ? "success"
                    : Failures.cause(failure) instanceof LinkupException known
                            ? known.getClass().getSimpleName()
                            : "cancelled";
            harmless(() -> registry.timer("camel.linkup.calls", of(operation).and("outcome", outcome))
                    .record(duration));
        }
    }
}

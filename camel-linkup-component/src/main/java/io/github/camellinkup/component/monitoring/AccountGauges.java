package io.github.camellinkup.component.monitoring;

import io.github.camellinkup.engine.TaskEngine;
import io.github.camellinkup.engine.repository.Outstanding;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** The present state of an account. A value that is not known, as when a repository cannot be reached, is NaN. */
final class AccountGauges {

    /** One scrape reads several gauges, and asks each repository once. */
    private static final Duration SCRAPE = Duration.ofSeconds(1);

    private static final List<String> TYPES = List.of("search", "fetch", "research", "other");

    /** @param outstanding of each repository; null if one of them cannot be reached */
    private record Reading(Instant time, List<Outstanding> outstanding) {}

    private final MeterRegistry registry;
    private final Clock clock;
    private final Map<TaskRepository, TaskEngine> engines = new ConcurrentHashMap<>();
    private final List<Meter> meters = new ArrayList<>();
    private Reading last;

    AccountGauges(MeterRegistry registry, Tags tags, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        for (String type : TYPES) {
            gauge("camel.linkup.tasks.outstanding", null, tags.and("type", type), () -> outstanding(type));
        }
        gauge("camel.linkup.tasks.oldest", "seconds", tags, this::oldest);
        gauge(
                "camel.linkup.spend",
                "USD",
                tags,
                () -> first(engine -> engine.spend().spentToday()));
        gauge(
                "camel.linkup.spend.limit",
                "USD",
                tags,
                () -> first(engine -> engine.spend().limit()));
        gauge(
                "camel.linkup.credits",
                "credits",
                tags,
                () -> first(engine -> engine.account().credits()));
    }

    private void gauge(String name, String unit, Tags tags, Supplier<Number> value) {
        meters.add(Gauge.builder(name, value).tags(tags).baseUnit(unit).register(registry));
    }

    /** Engines that share a repository show the same tasks. */
    void add(TaskEngine engine) {
        engines.putIfAbsent(engine.repository(), engine);
    }

    void remove() {
        meters.forEach(registry::remove);
    }

    private double first(Function<TaskEngine, BigDecimal> amount) {
        return engines.values().stream()
                .map(amount)
                .filter(Objects::nonNull)
                .findFirst()
                .map(BigDecimal::doubleValue)
                .orElse(Double.NaN);
    }

    private double outstanding(String type) {
        List<Outstanding> known = read();
        if (known == null) {
            return Double.NaN;
        }
        return known.stream()
                .flatMap(outstanding -> outstanding.countByType().entrySet().stream())
                .filter(count -> MicrometerMeters.type(count.getKey()).equals(type))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /** The age of the oldest task in seconds; zero if nothing is outstanding. */
    private double oldest() {
        List<Outstanding> known = read();
        if (known == null) {
            return Double.NaN;
        }
        Instant now = clock.instant();
        List<Instant> oldest =
                known.stream().map(Outstanding::oldest).filter(Objects::nonNull).toList();
        if (oldest.contains(Instant.EPOCH)) {
            // The time is not known of one of the tasks.
            return Double.NaN;
        }
        return oldest.stream()
                .mapToLong(time -> Duration.between(time, now).toSeconds())
                .max()
                .orElse(0);
    }

    private synchronized List<Outstanding> read() {
        Instant now = clock.instant();
        if (last == null || Duration.between(last.time(), now).compareTo(SCRAPE) >= 0) {
            last = new Reading(now, ask());
        }
        return last.outstanding();
    }

    private List<Outstanding> ask() {
        try {
            return engines.values().stream().map(TaskEngine::outstanding).toList();
        } catch (RuntimeException e) {
            // The health check and the reader of results tell what is wrong.
            return null;
        }
    }
}

package io.github.camellinkup.benchmarks.pipeline;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.camellinkup.benchmarks.CostTables;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.engine.repository.JdbcTaskRepository;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;

/** How many tasks a second a repository records and lets be taken. */
final class RepositorySpeed {

    private static final int TASKS = 5_000;
    private static final int WARM_UPS = 2;
    private static final int ROUNDS = 5;
    private static final int CALL = 100;
    private static final int THREADS = 8;

    private final TaskRepository repository;
    private final List<LinkupRequest> inputs;
    private final Map<String, List<Double>> speeds = new LinkedHashMap<>();

    RepositorySpeed(TaskRepository repository, int tasks) {
        this.repository = repository;
        this.inputs = Scenario.searches(tasks);
    }

    static void run() throws Exception {
        Map<String, RepositorySpeed> all = new LinkedHashMap<>();
        try (EmbeddedPostgres postgres = postgres();
                HikariDataSource pool = pool(postgres)) {
            all.put("memory", new RepositorySpeed(new MemoryTaskRepository(), TASKS));
            all.put("PostgreSQL", new RepositorySpeed(new JdbcTaskRepository(pool), TASKS));
            for (RepositorySpeed each : all.values()) {
                each.rounds(WARM_UPS);
            }
            System.out.println("\nFresh tables, the first " + WARM_UPS + " rounds\n" + table(all));
            analyze(pool);
            for (RepositorySpeed each : all.values()) {
                each.rounds(WARM_UPS);
                each.speeds.clear();
                each.rounds(ROUNDS);
            }
        }
        System.out.println("\nAnalyzed tables\n" + table(all));
    }

    /** One that writes to disk before it answers, which embedded ones do not do by themselves. */
    static EmbeddedPostgres postgres() throws IOException {
        return EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setOutputRedirector(Redirect.DISCARD)
                .setErrorRedirector(Redirect.DISCARD)
                .start();
    }

    static HikariDataSource pool(EmbeddedPostgres postgres) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(postgres.getPostgresDatabase());
        config.setMaximumPoolSize(THREADS);
        return new HikariDataSource(config);
    }

    /** What the database does by itself within a minute or two of many changes: it looks at how its tables are filled. */
    private static void analyze(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("analyze");
        }
    }

    private void rounds(int number) throws Exception {
        for (int round = 0; round < number; round++) {
            round();
        }
    }

    /** Everything once. */
    void round() throws Exception {
        List<String> ids = new ArrayList<>();
        measure("recorded", () -> ids.addAll(record(inputs)));
        measure("taken", () -> ids.forEach(repository::taken));
        List<String> more = new ArrayList<>();
        measure("recorded by " + THREADS + " threads", () -> inThreads(inputs, part -> addAll(more, record(part))));
        measure(
                "taken by " + THREADS + " threads",
                () -> inThreads(List.copyOf(more), part -> part.forEach(repository::taken)));
    }

    private static void addAll(List<String> all, List<String> ids) {
        synchronized (all) {
            all.addAll(ids);
        }
    }

    private void measure(String what, Cost.Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        speeds.computeIfAbsent(what, any -> new ArrayList<>()).add(inputs.size() / seconds);
    }

    /** What the engine does for each create call, before it and after it. */
    private List<String> record(List<LinkupRequest> sent) {
        List<String> ids = new ArrayList<>(sent.size());
        for (int from = 0; from < sent.size(); from += CALL) {
            List<TaskRequest> requests = new ArrayList<>(CALL);
            for (LinkupRequest input : sent.subList(from, Math.min(sent.size(), from + CALL))) {
                requests.add(TaskRequest.of(input).withReference("crm-" + (from + requests.size())));
            }
            Instant now = Instant.now();
            String entryId = UUID.randomUUID().toString();
            repository.open(new OutboxEntry(entryId, "node", now, now.plus(Duration.ofMinutes(2)), false, requests));
            List<PendingTask> created = new ArrayList<>(CALL);
            for (TaskRequest request : requests) {
                String id = UUID.randomUUID().toString();
                ids.add(id);
                created.add(new PendingTask(id, "search", now, request.reference(), request.headers(), null, null, 0));
            }
            repository.created(entryId, created);
        }
        return ids;
    }

    private interface PartWork<T> {
        void run(List<T> part);
    }

    private static <T> void inThreads(List<T> all, PartWork<T> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> parts = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                List<T> part = all.subList(all.size() * i / THREADS, all.size() * (i + 1) / THREADS);
                parts.add(threads.submit(() -> work.run(part)));
            }
            for (Future<?> part : parts) {
                part.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    static String table(Map<String, RepositorySpeed> all) {
        StringBuilder text = new StringBuilder("\n| tasks a second |");
        all.keySet().forEach(name -> text.append(' ').append(name).append(" |"));
        text.append("\n|---|").append("---|".repeat(all.size())).append('\n');
        for (String what : all.values().iterator().next().speeds.keySet()) {
            text.append("| ").append(what).append(" |");
            all.values()
                    .forEach(each -> text.append(
                            String.format(Locale.ROOT, " %,.0f |", CostTables.median(each.speeds.get(what)))));
            text.append('\n');
        }
        return text.toString();
    }
}

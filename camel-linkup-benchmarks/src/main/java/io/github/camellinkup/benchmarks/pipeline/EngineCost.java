package io.github.camellinkup.benchmarks.pipeline;

import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.SortDirection;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.TaskEngine;
import io.github.camellinkup.engine.monitoring.AccountState;
import io.github.camellinkup.engine.monitoring.EngineStatistics;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.results.FinishedTask;
import io.github.camellinkup.engine.results.RepositoryUsers;
import io.github.camellinkup.engine.results.ResultSubscription;
import io.github.camellinkup.engine.results.SelectionOptions;
import io.github.camellinkup.engine.results.TaskReaders;
import io.github.camellinkup.engine.results.TaskSelection;
import io.github.camellinkup.engine.spend.DailySpend;
import io.github.camellinkup.engine.spend.SpendLimiter;
import io.github.camellinkup.engine.submit.BatchAnswer;
import io.github.camellinkup.engine.submit.BatchProgress;
import io.github.camellinkup.engine.submit.SendingOptions;
import io.github.camellinkup.engine.submit.TaskSubmitter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the engine costs for each task, sending and receiving, beside the bare calls of the same client. The client has no
 * network, and no time passes between two reads.
 */
final class EngineCost implements AutoCloseable {

    private static final int TASKS = 10_000;
    private static final int WARM_UPS = 50;
    private static final int ROUNDS = 100;

    /** As many as the component has. */
    private static final int WORKERS = 20;

    private static final int CALL = TaskQuery.MAX_PAGE_SIZE;
    private static final SendingOptions SENDING = new SendingOptions(CALL, 4, Duration.ofMillis(50), Duration.ZERO);
    private static final SelectionOptions EVERYTHING =
            new SelectionOptions(Set.of(), Set.of(TaskStatus.COMPLETED, TaskStatus.FAILED), 10);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
    private final AtomicLong nanoTime = new AtomicLong();
    private final AtomicInteger series = new AtomicInteger();
    private final List<LinkupRequest> inputs;
    private final List<TaskRequest> requests = new ArrayList<>();
    private final Map<String, List<Cost>> costs = new LinkedHashMap<>();

    EngineCost(int tasks) {
        inputs = Scenario.searches(tasks);
        for (LinkupRequest input : inputs) {
            requests.add(TaskRequest.of(input).withReference("crm-" + requests.size()));
        }
    }

    static void run() throws Exception {
        try (EngineCost cost = new EngineCost(TASKS)) {
            for (int round = 0; round < WARM_UPS; round++) {
                cost.round();
            }
            cost.costs.clear();
            for (int round = 0; round < ROUNDS; round++) {
                cost.round();
            }
            System.out.println(cost.table());
        }
    }

    /** Everything once. */
    void round() throws Exception {
        CannedLinkup bare = new CannedLinkup(series.incrementAndGet());
        measure("sending, bare calls", () -> createBare(bare));
        try (TaskEngine engine = engine(new CannedLinkup(series.incrementAndGet()))) {
            measure("sending one by one, engine", () -> submit(engine.submitter(SENDING)));
        }
        CannedLinkup linkup = new CannedLinkup(series.incrementAndGet());
        try (TaskEngine engine = engine(linkup)) {
            measure("sending a batch, engine", () -> submitAll(engine.submitter(SENDING)));
            bare.finish();
            linkup.finish();
            measure("receiving, bare calls", () -> readBare(bare));
            measure("receiving, engine", () -> receive(engine));
        }
    }

    private TaskEngine engine(CannedLinkup linkup) {
        return new TaskEngine(
                linkup,
                TaskReaders.of(linkup, workers, Clock.systemUTC()),
                new MemoryTaskRepository(),
                new RepositoryUsers(),
                timer,
                workers,
                "node",
                Clock.systemUTC(),
                nanoTime::get,
                new EngineStatistics(Clock.systemUTC()),
                new AccountState(null, Clock.systemUTC(), problem -> {}),
                SpendLimiter.unlimited(new DailySpend(Clock.systemUTC())));
    }

    private void measure(String what, Cost.Work work) throws Exception {
        costs.computeIfAbsent(what, any -> new ArrayList<>()).add(Cost.of(inputs.size(), work));
    }

    private void createBare(CannedLinkup linkup) {
        for (int from = 0; from < inputs.size(); from += CALL) {
            linkup.createTasks(inputs.subList(from, Math.min(inputs.size(), from + CALL)))
                    .toCompletableFuture()
                    .join();
        }
    }

    private void submitAll(TaskSubmitter submitter) {
        submitter
                .submitAll(requests.iterator(), new BatchProgress(BatchAnswer.TASKS, false))
                .toCompletableFuture()
                .join();
    }

    private void submit(TaskSubmitter submitter) {
        List<CompletionStage<Task>> sent = new ArrayList<>(requests.size());
        for (TaskRequest request : requests) {
            sent.add(submitter.submit(request));
        }
        sent.forEach(task -> task.toCompletableFuture().join());
    }

    private void readBare(CannedLinkup linkup) {
        AtomicInteger read = new AtomicInteger();
        for (int page = 1; read.get() < inputs.size(); page++) {
            TaskQuery query = new TaskQuery(page, CALL, SortBy.UPDATED_AT, SortDirection.DESC, Set.of(), Set.of());
            read.addAndGet(
                    linkup.listTasks(query).toCompletableFuture().join().tasks().size());
        }
    }

    private void receive(TaskEngine engine) {
        TaskSelection selection = engine.results().submittedTasks(EVERYTHING);
        ResultSubscription subscription = engine.results().subscribe(selection, Set.of(), false);
        int taken = 0;
        while (taken < requests.size()) {
            nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
            if (!subscription.prepareRead()) {
                throw new IllegalStateException("Nothing is due after " + taken + " results");
            }
            List<FinishedTask> results = subscription.read().join();
            results.forEach(selection::taken);
            subscription.handedOn();
            taken += results.size();
        }
        engine.results().close(subscription);
    }

    String table() {
        StringBuilder text =
                new StringBuilder("\n| | time, µs a task | CPU, µs a task | bytes a task |\n|---|---|---|---|\n");
        costs.forEach((what, all) -> {
            Cost cost = Cost.overall(all);
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f | %,.0f |%n",
                    what,
                    cost.micros(),
                    cost.cpuMicros(),
                    cost.bytes()));
        });
        return text.toString();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdownNow();
    }
}

package io.github.camellinkup.benchmarks.pipeline;

import io.github.camellinkup.client.model.LinkupRequest;
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
import io.github.camellinkup.test.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many results a read brings when a backlog is taken at full speed: one read after the other, a second apart in
 * simulated time. The client has no network.
 */
final class Drain implements AutoCloseable {

    private static final int TASKS = 200_000;
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** How many finish in a second while a backlog is read, at the most; half of it on the average. */
    private static final int MOST_A_SECOND = 40;

    /** So large a part of the tasks is the backlog then. */
    private static final double BACKLOG = 0.9;

    private static final long SEED = 20_261_130;

    /** A reader that gets nothing for so long has lost something. */
    private static final int PATIENCE = 1_000;

    private static final int CALL = TaskQuery.MAX_PAGE_SIZE;
    private static final SendingOptions SENDING = new SendingOptions(CALL, 4, Duration.ofMillis(50), Duration.ZERO);
    private static final SelectionOptions EVERYTHING =
            new SelectionOptions(Set.of(), Set.of(TaskStatus.COMPLETED, TaskStatus.FAILED), 10);

    /**
     * @param taken results
     * @param reads pages and single tasks
     * @param megabytes in use before the first result, when half of them were taken, and after the last one
     */
    record Outcome(String what, int taken, long reads, List<Long> megabytes) {
        double resultsPerRead() {
            return (double) taken / reads;
        }
    }

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private final ManualClock clock = new ManualClock(Instant.now());
    private final AtomicLong nanoTime = new AtomicLong();
    private final CannedLinkup linkup = new CannedLinkup(1);
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final int tasks;
    private final TaskEngine engine = new TaskEngine(
            linkup,
            TaskReaders.of(linkup, workers, clock),
            new MemoryTaskRepository(clock),
            new RepositoryUsers(),
            timer,
            workers,
            "node",
            clock,
            nanoTime::get,
            new EngineStatistics(clock),
            new AccountState(null, clock, problem -> {}),
            SpendLimiter.unlimited(new DailySpend(clock)));

    private Drain(int tasks) {
        this.tasks = tasks;
    }

    static void run() throws Exception {
        System.out.println(table(all(TASKS)));
    }

    static List<Outcome> all(int tasks) throws Exception {
        List<Outcome> outcomes = new ArrayList<>();
        try (Drain drain = new Drain(tasks)) {
            outcomes.add(drain.outcome("all finished before", tasks));
        }
        try (Drain drain = new Drain(tasks)) {
            outcomes.add(drain.outcome("a tenth finishing meanwhile", (int) (BACKLOG * tasks)));
        }
        return outcomes;
    }

    private Outcome outcome(String what, int before) {
        send();
        linkup.finishFirst(before);
        TaskSelection selection = engine.results().submittedTasks(EVERYTHING);
        ResultSubscription subscription = engine.results().subscribe(selection, Set.of(), false);
        List<Long> megabytes = new ArrayList<>(List.of(megabytes()));
        int taken = 0;
        for (int idle = 0; taken < tasks && idle < PATIENCE; ) {
            int more = second(subscription, selection);
            idle = more == 0 ? idle + 1 : 0;
            if (taken < tasks / 2 && taken + more >= tasks / 2) {
                megabytes.add(megabytes());
            }
            taken += more;
        }
        megabytes.add(megabytes());
        engine.results().close(subscription);
        return new Outcome(what, taken, linkup.reads(), megabytes);
    }

    private void send() {
        LinkupRequest search = Scenario.searches(1).get(0);
        engine.submitter(SENDING)
                .submitAll(
                        Collections.nCopies(tasks, TaskRequest.of(search)).iterator(),
                        new BatchProgress(BatchAnswer.TASKS, false))
                .toCompletableFuture()
                .join();
    }

    /** Lets tasks finish and reads once, if a read is due. */
    private int second(ResultSubscription subscription, TaskSelection selection) {
        clock.advance(SECOND);
        nanoTime.addAndGet(SECOND.toNanos());
        linkup.finishNext(random.nextInt(MOST_A_SECOND + 1), clock.instant());
        if (!subscription.prepareRead()) {
            return 0;
        }
        List<FinishedTask> results = subscription.read().join();
        results.forEach(selection::taken);
        subscription.handedOn();
        return results.size();
    }

    private static long megabytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory() >> 20;
    }

    static String table(List<Outcome> outcomes) {
        StringBuilder text = new StringBuilder(
                "\nresults taken at full speed\n\n"
                        + "| | taken | reads | results a read | MB before | at half | after |\n|---|---|---|---|---|---|---|\n");
        for (Outcome outcome : outcomes) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %,d | %,d | %.1f | %d | %d | %d |%n",
                    outcome.what(),
                    outcome.taken(),
                    outcome.reads(),
                    outcome.resultsPerRead(),
                    outcome.megabytes().get(0),
                    outcome.megabytes().get(1),
                    outcome.megabytes().get(2)));
        }
        return text.toString();
    }

    @Override
    public void close() {
        engine.close();
        timer.shutdownNow();
        workers.shutdownNow();
    }
}

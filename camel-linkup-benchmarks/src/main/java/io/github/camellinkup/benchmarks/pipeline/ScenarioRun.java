package io.github.camellinkup.benchmarks.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs a scenario in all ways at the same time, each against a stand-in of its own. */
final class ScenarioRun {

    /**
     * What came of one way.
     *
     * @param reads a line for each read
     */
    record Outcome(String way, StandInProcess.Counts counts, Taken taken, List<String> reads) {}

    /** After the last task has finished, so that all are listed. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    private static final Map<String, Way.Opener> WAYS = new LinkedHashMap<>();

    static {
        WAYS.put("route from linkup:tasks", RouteWay::new);
        WAYS.put("loop, whole list", WholeListLoop::new);
        WAYS.put("loop, task by task", TaskByTaskLoop::new);
    }

    private ScenarioRun() {}

    static List<Outcome> run(Scenario scenario) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WAYS.size());
        try {
            List<Future<Outcome>> running = new ArrayList<>();
            WAYS.forEach((name, way) -> running.add(threads.submit(() -> run(name, way, scenario))));
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<Outcome> each : running) {
                outcomes.add(each.get());
            }
            return outcomes;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Outcome run(String name, Way.Opener opener, Scenario scenario) throws Exception {
        Taken taken = new Taken(scenario.own());
        try (StandInProcess standIn = StandInProcess.of(scenario);
                Way way = opener.open(standIn, scenario, taken)) {
            standIn.begin();
            taken.begin();
            way.send(scenario.requests());
            if (scenario.afterwards()) {
                Thread.sleep(
                        Scenario.SOONEST.plus(scenario.window()).plus(SETTLED).toMillis());
                taken.begin();
            }
            way.receive(scenario.limit());
            return new Outcome(name, standIn.counts(), taken, standIn.reads());
        }
    }

    static String table(Scenario scenario, List<Outcome> outcomes) {
        StringBuilder text = new StringBuilder("\n" + scenario.title() + "\n\n"
                + "| | taken | reads | of single tasks | refused | lag p50, s | p99 | last, s |\n"
                + "|---|---|---|---|---|---|---|---|\n");
        for (Outcome outcome : outcomes) {
            Taken taken = outcome.taken();
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %,d | %d | %d | %d | %.2f | %.2f | %.1f |%n",
                    outcome.way(),
                    taken.count(),
                    outcome.counts().reads(),
                    outcome.counts().single(),
                    outcome.counts().refused(),
                    taken.lag(0.5),
                    taken.lag(0.99),
                    taken.seconds()));
        }
        return text.toString();
    }
}

package io.github.camellinkup.benchmarks.pipeline;

import java.time.Duration;
import java.util.List;

/** Counts what is read while all own results have been taken and tasks of others go on finishing. */
final class NothingOutstanding {

    private static final Duration BETWEEN_PASSES = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private NothingOutstanding() {}

    /** How many reads reach the stand-in in a time with nothing outstanding. */
    static long reads(Duration time, int own, int foreign) throws Exception {
        Scenario scenario = new Scenario(
                "idle",
                "nothing outstanding",
                "search",
                own,
                foreign,
                List.of("search"),
                time,
                false,
                Scenario.Conditions.EASY,
                BETWEEN_PASSES,
                time.plus(LIMIT));
        Taken taken = new Taken(own);
        try (StandInProcess standIn = StandInProcess.of(scenario);
                Way way = new RouteWay(standIn, scenario, taken)) {
            way.send(scenario.requests());
            way.receive(scenario.limit());
            if (!taken.isComplete()) {
                throw new IllegalStateException("Only " + taken.count() + " of " + own + " results have come");
            }
            long before = standIn.counts().reads();
            standIn.begin();
            Thread.sleep(time.toMillis());
            return standIn.counts().reads() - before;
        }
    }
}

package io.github.camellinkup.benchmarks;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Processor time and bytes per call, over all threads: most of a call happens on threads that JMH does not know. JMH
 * calls profilers after it has closed the benchmark, when those threads are gone, so the benchmark says itself when to
 * look.
 */
public final class CallCostProfiler implements InternalProfiler {

    static final String CPU = "cpu";
    static final String BYTES = "bytes";

    private static CallCost start = CallCost.soFar();
    private static CallCost iteration = start;

    /** To be called before the first call of an iteration. */
    static synchronized void begin() {
        start = CallCost.soFar();
    }

    /** To be called after the last call of an iteration, before anything is closed. */
    static synchronized void end() {
        iteration = CallCost.soFar().since(start);
    }

    private static synchronized CallCost ofIteration() {
        return iteration;
    }

    @Override
    public String getDescription() {
        return "Processor time and allocation per operation, of all threads of the process";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams parameters) {
        // The benchmark begins.
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams parameters, IterationResult result) {
        CallCost cost = ofIteration();
        double calls = Math.max(1, result.getMetadata().getAllOps());
        return List.of(
                new ScalarResult(CPU, cost.nanos() / 1000.0 / calls, "us/op", AggregationPolicy.AVG),
                new ScalarResult(BYTES, cost.bytes() / calls, "B/op", AggregationPolicy.AVG));
    }
}

package io.github.camellinkup.benchmarks.pipeline;

import io.github.camellinkup.benchmarks.CallCost;
import io.github.camellinkup.benchmarks.CostTables;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a task costs.
 *
 * @param micros time
 * @param cpuMicros processor time of all threads, those of the JVM included
 * @param bytes what all threads allocate
 */
record Cost(double micros, double cpuMicros, double bytes) {

    /** What is to be measured. */
    interface Work {
        void run() throws Exception;
    }

    /** Measures work that deals with so many tasks. */
    static Cost of(int tasks, Work work) throws Exception {
        CallCost before = CallCost.soFar();
        long start = System.nanoTime();
        work.run();
        long nanos = System.nanoTime() - start;
        CallCost cost = CallCost.soFar().since(before);
        return new Cost(nanos / 1e3 / tasks, cost.nanos() / 1e3 / tasks, (double) cost.bytes() / tasks);
    }

    /**
     * What many rounds come to: the median of the time, which a busy moment of the machine does not change, and the means
     * of the others, because the processor's time is told in steps and memory is cleared now and then.
     */
    static Cost overall(List<Cost> costs) {
        return new Cost(
                CostTables.median(
                        costs.stream().mapToDouble(Cost::micros).boxed().toList()),
                mean(costs, Cost::cpuMicros),
                mean(costs, Cost::bytes));
    }

    private static double mean(List<Cost> costs, ToDoubleFunction<Cost> figure) {
        return costs.stream().mapToDouble(figure).average().orElse(Double.NaN);
    }
}

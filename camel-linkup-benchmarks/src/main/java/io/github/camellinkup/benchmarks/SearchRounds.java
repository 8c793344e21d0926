package io.github.camellinkup.benchmarks;

import io.github.camellinkup.client.model.OutputType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs {@link SearchBenchmark} in rounds: in each round every peer has one fork, so that a busy minute of the machine
 * meets all of them alike. The tables show medians over the rounds, and the lowest processor time of any iteration, which
 * is what the machine's other work disturbed least.
 */
final class SearchRounds {

    /** What one fork came to: the means of its iterations, and the processor time of the cheapest one. */
    record Cost(
            Peer peer,
            OutputType answer,
            int inFlight,
            double micros,
            double cpuMicros,
            double lowestCpuMicros,
            double bytes) {}

    private SearchRounds() {}

    /** @param args how many rounds, then options of JMH */
    static void run(String[] args) throws Exception {
        int rounds = args.length == 0 ? 5 : Integer.parseInt(args[0]);
        String[] jmh = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
        List<List<Cost>> costs = new ArrayList<>();
        try (ServerProcess server = new ServerProcess(Duration.ZERO)) {
            for (int round = 0; round < rounds; round++) {
                System.out.println("Round " + (round + 1) + " of " + rounds + ", load " + Machine.load());
                costs.add(round(server.baseUrl(), jmh));
                System.out.println(CostTables.of(costs));
            }
        }
        System.out.println(Machine.describe());
    }

    private static List<Cost> round(String baseUrl, String... jmh) throws Exception {
        List<Cost> costs = new ArrayList<>();
        new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(jmh))
                        .include(SearchBenchmark.class.getName())
                        .addProfiler(CallCostProfiler.class)
                        .jvmArgsPrepend("-D" + SearchBenchmark.SERVER + "=" + baseUrl)
                        .shouldFailOnError(true)
                        .build())
                .run()
                .forEach(result -> costs.add(cost(result)));
        return costs;
    }

    private static Cost cost(RunResult result) {
        return new Cost(
                Peer.valueOf(result.getParams().getParam("peer")),
                OutputType.valueOf(result.getParams().getParam("answer")),
                Integer.parseInt(result.getParams().getParam("inFlight")),
                result.getPrimaryResult().getScore(),
                result.getSecondaryResults().get(CallCostProfiler.CPU).getScore(),
                result.getSecondaryResults()
                        .get(CallCostProfiler.CPU)
                        .getStatistics()
                        .getMin(),
                result.getSecondaryResults().get(CallCostProfiler.BYTES).getScore());
    }
}

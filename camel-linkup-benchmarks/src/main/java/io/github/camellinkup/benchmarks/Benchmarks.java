package io.github.camellinkup.benchmarks;

import io.github.camellinkup.benchmarks.pipeline.Pipeline;
import java.util.Arrays;

/** Runs a benchmark by its name. */
public final class Benchmarks {

    private Benchmarks() {}

    /** @param args the name, then what the benchmark takes */
    public static void main(String[] args) throws Exception {
        String name = args.length == 0 ? "" : args[0];
        String[] more = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
        switch (name) {
            case "search" -> SearchRounds.run(more);
            case "in-flight" -> InFlight.run(more);
            case "pipeline" -> Pipeline.run(more);
            default -> {
                System.err.println(
                        "Which benchmark? 'search [rounds [JMH options]]', 'in-flight [rounds]' or 'pipeline "
                                + String.join("|", Pipeline.rows()) + "'");
                System.exit(2);
            }
        }
    }
}

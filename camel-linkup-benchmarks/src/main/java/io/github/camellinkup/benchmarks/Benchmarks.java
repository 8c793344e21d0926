package io.github.camellinkup.benchmarks;

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
            default -> {
                System.err.println("Which benchmark? 'search [rounds [JMH options]]' or 'in-flight [rounds]'");
                System.exit(2);
            }
        }
    }
}

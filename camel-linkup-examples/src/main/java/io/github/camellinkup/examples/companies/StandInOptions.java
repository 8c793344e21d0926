package io.github.camellinkup.examples.companies;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How the stand-in behaves, where there is no API key. */
final class StandInOptions {

    @Option(
            names = "--stand-in-fail-rate",
            paramLabel = "<share>",
            defaultValue = "0.04",
            description = "Without a key: which share of the tasks fails, 0 to 1. Default: ${DEFAULT-VALUE}.")
    double failRate;

    @Option(
            names = "--stand-in-seconds",
            paramLabel = "<n>",
            defaultValue = "6",
            description = "Without a key: how long a task takes at most. Default: ${DEFAULT-VALUE}.")
    double seconds;

    @Option(
            names = "--stand-in-seed",
            paramLabel = "<n>",
            defaultValue = "1",
            description = "Without a key: another number gives other findings. Default: ${DEFAULT-VALUE}.")
    long seed;

    Duration longest() {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}

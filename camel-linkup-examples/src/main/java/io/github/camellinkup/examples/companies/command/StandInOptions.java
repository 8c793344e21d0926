package io.github.camellinkup.examples.companies.command;

import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How the stand-in behaves, where there is no API key. */
final class StandInOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

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

    /** @throws ParameterException if an option is out of its range */
    void check() {
        require(failRate >= 0 && failRate <= 1, "--stand-in-fail-rate must be between 0 and 1, but it is " + failRate);
        require(seconds >= 0, "--stand-in-seconds must not be negative, but it is " + seconds);
    }

    private void require(boolean condition, String rule) {
        if (!condition) {
            throw new ParameterException(command.commandLine(), rule);
        }
    }

    Duration longest() {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}

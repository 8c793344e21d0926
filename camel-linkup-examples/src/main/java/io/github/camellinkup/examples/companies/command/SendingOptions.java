package io.github.camellinkup.examples.companies.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which of the companies that are missing in the CRM are sent, and whether at all. */
final class SendingOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--retry-failed", description = "Send companies again that failed in an earlier run.")
    boolean retryFailed;

    @Option(
            names = "--limit",
            paramLabel = "<n>",
            description =
                    "Send at most so many companies: the first ones that are missing. The next run goes on there.")
    private Long limit;

    @Option(names = "--dry-run", description = "Only say how many companies would be sent and what that costs.")
    boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask before more than 100 searches of the real service.")
    boolean yes;

    /** @throws ParameterException if an option is out of its range */
    void check() {
        if (limit != null && limit < 1) {
            throw new ParameterException(command.commandLine(), "--limit must be at least 1, but it is " + limit);
        }
    }

    /** How many companies are sent at the most. */
    long limit() {
        return limit == null ? Long.MAX_VALUE : limit;
    }
}

package io.github.camellinkup.test;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The stand-in as a program. */
@Command(
        name = "linkup-stand-in",
        description = "Runs a stand-in for the Linkup API on this machine, until it is stopped.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true)
public final class LinkupStandInCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--port", defaultValue = "8089", description = "Port for HTTP; 0 for any free one.")
    private int port;

    @Option(names = "--https", description = "Serve HTTPS too, on any free port.")
    private boolean https;

    @Option(
            names = "--api-key",
            defaultValue = LinkupStandIn.DEFAULT_API_KEY,
            description = "A key to accept; can be repeated.")
    private String[] apiKeys;

    @Option(
            names = "--search-time",
            defaultValue = "2s",
            converter = TimeOption.class,
            description = "How long a search task takes: 500ms, 2s, 5m, or 1s..10s for a random time in between.")
    private TimeOption.Times searchTime;

    @Option(
            names = "--fetch-time",
            defaultValue = "2s",
            converter = TimeOption.class,
            description = "How long a fetch task takes.")
    private TimeOption.Times fetchTime;

    @Option(
            names = "--research-time",
            defaultValue = "30s",
            converter = TimeOption.class,
            description = "How long a research task takes.")
    private TimeOption.Times researchTime;

    @Option(
            names = "--listed-late",
            defaultValue = "0s",
            converter = TimeOption.class,
            description = "How long after its end a task is listed as finished.")
    private TimeOption.Times listedLate;

    @Option(
            names = "--latency",
            defaultValue = "0s",
            converter = TimeOption.class,
            description = "How long every answer waits.")
    private TimeOption.Times latency;

    @Option(names = "--fail-rate", defaultValue = "0", description = "Share of tasks that fail, between 0 and 1.")
    private double failRate;

    @Option(
            names = "--error-rate",
            defaultValue = "0",
            description = "Share of calls that are answered 503, between 0 and 1.")
    private double errorRate;

    @Option(
            names = "--queue-limit",
            defaultValue = "1000",
            description = "How many tasks can be pending or processing.")
    private int queueLimit;

    @Option(names = "--no-poll-limit", description = "Allow more than one read of tasks a second.")
    private boolean noPollLimit;

    @Option(
            names = "--direct-limit",
            defaultValue = "0",
            description = "How many searches and fetches a second; Linkup allows 10. 0 for any number.")
    private int directLimit;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of everything random.")
    private long seed;

    /** Made by {@link #main(String[])}. */
    LinkupStandInCommand() {}

    /**
     * Runs the program.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new LinkupStandInCommand()).execute(args));
    }

    /**
     * Starts the stand-in and waits until the program is stopped.
     *
     * @return never
     * @throws InterruptedException if the waiting thread is interrupted
     */
    @Override
    public Integer call() throws InterruptedException {
        try (LinkupStandIn standIn = start()) {
            announce(standIn, spec.commandLine().getOut());
            new CountDownLatch(1).await();
        }
        return 0;
    }

    LinkupStandIn start() {
        LinkupStandInBuilder settings = LinkupStandIn.builder()
                .port(port)
                .apiKeys(apiKeys)
                .taskTime("search", searchTime.taskTime(seed))
                .taskTime("fetch", fetchTime.taskTime(seed))
                .taskTime("research", researchTime.taskTime(seed))
                // Another seed: a task that takes long is not to be listed late for that.
                .listedLate(listedLate.taskTime(seed + 1))
                .latency(latency.least())
                .queueLimit(queueLimit)
                .directCallsPerSecond(directLimit)
                // A program has no use for recorded calls, and it may run for days.
                .recordCalls(0);
        if (https) {
            settings.https();
        }
        if (noPollLimit) {
            settings.noPollLimit();
        }
        LinkupStandIn standIn = settings.start();
        standIn.failTasksWhen(
                task -> new SplittableRandom(seed + 31 * task.number()).nextDouble() < failRate,
                "The stand-in was told to let tasks fail");
        for (Operation operation : Operation.values()) {
            standIn.failRandomly(operation, errorRate, seed, Fault.error(503, "SERVICE_UNAVAILABLE"));
        }
        return standIn;
    }

    void announce(LinkupStandIn standIn, PrintWriter out) {
        out.println("Linkup stand-in on " + standIn.baseUrl());
        if (https) {
            out.println("and on " + standIn.httpsBaseUrl());
        }
        out.println("Try:");
        out.println("curl -s " + standIn.baseUrl() + "/search -H 'Authorization: Bearer " + standIn.apiKey()
                + "' -H 'Content-Type: application/json'"
                + " -d '{\"q\":\"What is Apache Camel?\",\"depth\":\"fast\",\"outputType\":\"sourcedAnswer\"}'");
        out.flush();
    }

    /** Reads {@code 500ms}, {@code 2s}, {@code 5m} and {@code 1s..10s}. */
    static final class TimeOption implements CommandLine.ITypeConverter<TimeOption.Times> {

        record Times(Duration least, Duration most) {
            TaskTime taskTime(long seed) {
                return least.equals(most) ? TaskTime.fixed(least) : TaskTime.between(least, most, seed);
            }
        }

        @Override
        public Times convert(String text) {
            try {
                String[] bounds = text.split("\\.\\.", 2);
                Duration least = duration(bounds[0]);
                Duration most = bounds.length == 1 ? least : duration(bounds[1]);
                if (most.compareTo(least) >= 0) {
                    return new Times(least, most);
                }
            } catch (NumberFormatException e) {
                // explained below, like a range that ends before it begins
            }
            throw new CommandLine.TypeConversionException("'" + text + "' is not a time like 500ms, 2s, 5m or 1s..10s");
        }

        private static Duration duration(String text) {
            String number = text.replaceFirst("(ms|s|m)$", "");
            long amount = Long.parseLong(number);
            return switch (text.substring(number.length())) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                default -> throw new NumberFormatException(text);
            };
        }
    }
}

package io.github.camellinkup.benchmarks.pipeline;

import io.github.camellinkup.benchmarks.Machine;
import io.github.camellinkup.benchmarks.pipeline.ScenarioRun.Outcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;

/** Tasks from being sent to their results: the rows of the guide, all of them or by name. */
public final class Pipeline {

    private static final String DIRECT = "direct";
    private static final String IDLE = "idle";
    private static final String USERS = "users";
    private static final String MIXED = "mixed";
    private static final String ENGINE = "engine";
    private static final String DRAIN = "drain";
    private static final String REPOSITORY = "repository";
    private static final String TRACE = "trace";

    private Pipeline() {}

    /** The names of the rows. */
    public static List<String> rows() {
        return Stream.concat(
                        Scenario.ALL.stream().map(Scenario::name),
                        Stream.of(USERS, MIXED, DIRECT, IDLE, ENGINE, DRAIN, REPOSITORY))
                .toList();
    }

    /** @param args the names of rows; none for all. With {@code trace} every read of the route is shown */
    public static void run(String... args) throws Exception {
        List<String> wanted =
                Arrays.stream(args).filter(name -> !name.equals(TRACE)).toList();
        boolean trace = wanted.size() < args.length;
        if (!rows().containsAll(wanted)) {
            throw new IllegalArgumentException("There are the rows " + rows() + ", but " + wanted + " is wanted");
        }
        // Logging complains if it starts on several threads at once.
        new DefaultCamelContext().close();
        for (String row : rows()) {
            if (wanted.isEmpty() || wanted.contains(row)) {
                System.out.println("\n" + row + ", load " + Machine.load());
                run(row, trace);
                System.out.println("load " + Machine.load());
            }
        }
        System.out.println(Machine.describe());
    }

    private static void run(String row, boolean trace) throws Exception {
        switch (row) {
            case USERS -> ThreeUsers.run();
            case MIXED -> System.out.println(SinglesAndAwaits.table(SinglesAndAwaits.run(Duration.ofMinutes(1))));
            case DIRECT -> System.out.println(DirectCalls.table(DirectCalls.CALLS, DirectCalls.run(DirectCalls.CALLS)));
            case IDLE ->
                System.out.println("Reads in a minute with nothing outstanding: "
                        + NothingOutstanding.reads(Duration.ofMinutes(1), 10, 5_000));
            case ENGINE -> EngineCost.run();
            case DRAIN -> Drain.run();
            case REPOSITORY -> RepositorySpeed.run();
            default -> run(scenario(row), trace);
        }
    }

    private static void run(Scenario scenario, boolean trace) throws Exception {
        List<Outcome> outcomes = ScenarioRun.run(scenario);
        if (trace) {
            outcomes.get(0).reads().forEach(System.out::println);
        }
        System.out.println(ScenarioRun.table(scenario, outcomes));
    }

    private static Scenario scenario(String name) {
        return Scenario.ALL.stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}

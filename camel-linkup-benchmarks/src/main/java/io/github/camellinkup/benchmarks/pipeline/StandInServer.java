package io.github.camellinkup.benchmarks.pipeline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camellinkup.test.ForeignTask;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.Operation;
import io.github.camellinkup.test.ReceivedCall;
import io.github.camellinkup.test.TaskTime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The other side of a scenario: a stand-in with the limits of the service, and the tasks of others. */
public final class StandInServer implements AutoCloseable {

    static final String BEGIN = "begin";
    static final String COUNTS = "counts";
    static final String READS = "reads";

    private static final int DIRECT_CALLS_PER_SECOND = 10;
    private static final Duration SEARCH_LATENCY = Duration.ofSeconds(1);

    /** How long tasks of others have been out when they finish, at the least and at the most. */
    private static final long SHORTEST_LIFE_MILLIS = 1_000;

    private static final long LONGEST_LIFE_MILLIS = 21_000;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final SplittableRandom random;
    private final long windowMillis;
    private final int foreign;
    private final List<String> foreignTypes;
    private final LinkupStandIn standIn;

    private StandInServer(
            Duration window, int foreign, List<String> foreignTypes, long seed, Scenario.Conditions conditions) {
        this.random = new SplittableRandom(seed);
        this.windowMillis = window.toMillis();
        this.foreign = foreign;
        this.foreignTypes = foreignTypes;
        TaskTime ownTime = TaskTime.between(Scenario.SOONEST, Scenario.SOONEST.plus(window), seed);
        standIn = LinkupStandIn.builder()
                .taskTime("search", ownTime)
                .taskTime("fetch", ownTime)
                .taskTime("research", ownTime)
                .queueLimit(conditions.queueLimit())
                // Another seed: a task that takes long is not to be listed late for that.
                .listedLate(TaskTime.between(Duration.ZERO, conditions.listedLate(), seed + 1))
                .directCallsPerSecond(DIRECT_CALLS_PER_SECOND)
                .start();
        standIn.latency(Operation.SEARCH, SEARCH_LATENCY);
    }

    /** Tasks of others come from now on, each listed from its creation on. */
    private void begin() {
        Instant now = Instant.now();
        for (int number = 0; number < foreign; number++) {
            long finished = Scenario.SOONEST.toMillis() + random.nextLong(windowMillis + 1);
            long created = finished - random.nextLong(SHORTEST_LIFE_MILLIS, LONGEST_LIFE_MILLIS + 1);
            ForeignTask task = foreignTask(number).times(now.plusMillis(created), now.plusMillis(finished));
            timer.schedule(() -> standIn.addForeignTask(task), created, TimeUnit.MILLISECONDS);
        }
    }

    private ForeignTask foreignTask(int number) {
        String type = foreignTypes.get(number % foreignTypes.size());
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        if (type.equals("fetch")) {
            input.put("url", "https://example.com/pages/" + number);
        } else {
            input.put("q", "What does company " + number + " of somebody else do?")
                    .put("depth", "standard")
                    .put("outputType", "sourcedAnswer");
        }
        return ForeignTask.of(type).input(input);
    }

    private String counts() {
        long lists = standIn.count(Operation.TASKS_LIST) + standIn.count(Operation.RESEARCH_LIST);
        long single = standIn.count(Operation.TASKS_GET) + standIn.count(Operation.RESEARCH_GET);
        long direct = standIn.count(Operation.SEARCH) + standIn.count(Operation.FETCH);
        return lists + " " + single + " " + standIn.refusedReads() + " " + direct + " " + standIn.refusedDirectCalls();
    }

    private List<String> reads() {
        List<String> lines = new ArrayList<>();
        for (ReceivedCall call : standIn.received()) {
            if (call.operation().isPolling()) {
                lines.add(call.time() + " " + call);
            }
        }
        return lines;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        standIn.close();
    }

    /**
     * Serves until the standard input ends, which it does when the parent process has ended. Prints the address first,
     * then an answer to each line that it reads; the last line of an answer is empty.
     *
     * @param args the time over which own tasks finish in milliseconds, how many tasks of others there are, their types
     *     with commas between, the seed of all that is random, the queue limit, and how late tasks are listed at the
     *     most in milliseconds
     */
    public static void main(String[] args) throws IOException {
        try (StandInServer server = new StandInServer(
                Duration.ofMillis(Long.parseLong(args[0])),
                Integer.parseInt(args[1]),
                List.of(args[2].split(",")),
                Long.parseLong(args[3]),
                new Scenario.Conditions(Integer.parseInt(args[4]), Duration.ofMillis(Long.parseLong(args[5]))))) {
            System.out.println(server.standIn.baseUrl() + " " + server.standIn.apiKey());
            BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String command = commands.readLine(); command != null; command = commands.readLine()) {
                switch (command) {
                    case BEGIN -> server.begin();
                    case COUNTS -> System.out.println(server.counts());
                    case READS -> server.reads().forEach(System.out::println);
                    default -> throw new IllegalArgumentException(command);
                }
                System.out.println();
            }
        }
    }
}

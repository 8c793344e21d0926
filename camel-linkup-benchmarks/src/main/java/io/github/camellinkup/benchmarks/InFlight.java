package io.github.camellinkup.benchmarks;

import io.github.camellinkup.client.model.OutputType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;

/**
 * A thousand searches at once against a server that answers after 200 ms. Each peer runs in a JVM of its own, the peers
 * in turn, in rounds.
 */
public final class InFlight {

    static final int CALLS = 1000;
    static final Duration DELAY = Duration.ofMillis(200);

    /** A thousand calls at 20 a connection and 200 ms take ten seconds: one warm-up has to do. */
    private static final Set<Peer> SLOW = Set.of(Peer.CAMEL_HTTP);

    private static final List<Peer> PEERS = List.of(Peer.BARE, Peer.LINKUP, Peer.CAMEL_HTTP, Peer.CAMEL_HTTP_1000);

    /**
     * @param coldSeconds the first thousand calls of the process, which make the connections
     * @param seconds the median of those that follow the warm-up
     * @param cpuMillis processor time of a thousand warm calls, of this process
     * @param threads the most threads that the process had in the warm runs, those of the JVM itself included
     */
    record Result(double coldSeconds, double seconds, double cpuMillis, int threads) {}

    private InFlight() {}

    /** @param args how many rounds */
    static void run(String[] args) throws Exception {
        int rounds = args.length == 0 ? 5 : Integer.parseInt(args[0]);
        Map<Peer, List<Result>> results = new EnumMap<>(Peer.class);
        try (ServerProcess server = new ServerProcess(DELAY)) {
            for (int round = 0; round < rounds; round++) {
                System.out.println("Round " + (round + 1) + " of " + rounds + ", load " + Machine.load());
                for (Peer peer : PEERS) {
                    results.computeIfAbsent(peer, any -> new ArrayList<>()).add(fork(peer, server.baseUrl()));
                }
            }
        }
        System.out.println(table(results));
        System.out.println(Machine.describe());
    }

    private static String table(Map<Peer, List<Result>> results) {
        StringBuilder text =
                new StringBuilder("\n| 1,000 calls at 200 ms | first, s | warm, s | best, s | CPU ms | threads |\n"
                        + "|---|---|---|---|---|---|\n");
        results.forEach((peer, all) -> text.append(String.format(
                Locale.ROOT,
                "| %s | %.2f | %.2f | %.2f | %.0f | %.0f |%n",
                peer.title(),
                median(all, Result::coldSeconds),
                median(all, Result::seconds),
                all.stream().mapToDouble(Result::seconds).min().orElse(0),
                median(all, Result::cpuMillis),
                median(all, Result::threads))));
        return text.toString();
    }

    private static double median(List<Result> results, ToDoubleFunction<Result> value) {
        return CostTables.median(results.stream().mapToDouble(value).boxed().toList());
    }

    private static Result fork(Peer peer, String baseUrl) throws IOException, InterruptedException {
        int warmUps = SLOW.contains(peer) ? 1 : 15;
        int runs = SLOW.contains(peer) ? 1 : 5;
        Process process = Jvm.start(
                InFlight.class,
                List.of("-Xms1g", "-Xmx1g"),
                peer.name(),
                baseUrl,
                Integer.toString(warmUps),
                Integer.toString(runs));
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        if (process.waitFor() != 0 || line == null) {
            throw new IOException(peer + " failed");
        }
        System.out.println(peer + ": " + line);
        String[] numbers = line.split(" ");
        return new Result(
                Double.parseDouble(numbers[0]),
                Double.parseDouble(numbers[1]),
                Double.parseDouble(numbers[2]),
                Integer.parseInt(numbers[3]));
    }

    /** One peer in this process. */
    static Result measure(Peer peer, String baseUrl, int calls, int warmUps, int runs) throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        AtomicInteger answers = new AtomicInteger();
        try (Driver driver =
                new Driver(peer.open(baseUrl, OutputType.SOURCED_ANSWER), calls, answer -> answers.incrementAndGet())) {
            double cold = seconds(driver, calls);
            for (int i = 0; i < warmUps; i++) {
                driver.run(calls);
            }
            threads.resetPeakThreadCount();
            CallCost start = CallCost.soFar();
            List<Double> times = new ArrayList<>();
            for (int i = 0; i < runs; i++) {
                times.add(seconds(driver, calls));
            }
            double cpuMillis = CallCost.soFar().since(start).nanos() / 1e6 / runs;
            if (answers.get() != calls * (1 + warmUps + runs)) {
                throw new IllegalStateException("answers are missing");
            }
            return new Result(cold, CostTables.median(times), cpuMillis, threads.getPeakThreadCount());
        }
    }

    private static double seconds(Driver driver, int calls) throws InterruptedException {
        long start = System.nanoTime();
        driver.run(calls);
        return (System.nanoTime() - start) / 1e9;
    }

    /** @param args the peer, the address of the server, how many warm-ups, how many runs */
    public static void main(String[] args) throws Exception {
        Result result =
                measure(Peer.valueOf(args[0]), args[1], CALLS, Integer.parseInt(args[2]), Integer.parseInt(args[3]));
        System.out.println(String.format(
                Locale.ROOT,
                "%.3f %.3f %.0f %d",
                result.coldSeconds(),
                result.seconds(),
                result.cpuMillis(),
                result.threads()));
    }
}

package io.github.camellinkup.benchmarks;

import io.github.camellinkup.client.model.OutputType;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What one search costs its caller, against a server that answers at once. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g"})
@Warmup(iterations = 6, time = 2)
@Measurement(iterations = 4, time = 1)
public class SearchBenchmark {

    /** The address of the server, started once for all forks. */
    static final String SERVER = "benchmark.server";

    static final int CALLS = 320;

    /** Not CAMEL_HTTP_1000: sixteen calls find room in the default pool, so it would be the same once more. */
    @Param({
        "BARE",
        "BARE_SAME_READER",
        "BARE_HAND_OVER",
        "LINKUP",
        "LINKUP_WATCHED",
        "LINKUP_CLIENT",
        "CAMEL_ONLY",
        "CAMEL_HTTP"
    })
    public Peer peer;

    @Param({"SOURCED_ANSWER", "SEARCH_RESULTS"})
    public OutputType answer;

    @Param({"1", "16"})
    public int inFlight;

    private final Taker taker = new Taker();
    private Driver driver;

    /** Hands the answers to the black hole of the invocation. */
    private static final class Taker implements Consumer<Object> {

        private volatile Blackhole blackhole;

        @Override
        public void accept(Object found) {
            blackhole.consume(found);
        }
    }

    @Setup
    public void open() throws Exception {
        String server = System.getProperty(SERVER);
        if (server == null) {
            throw new IllegalStateException("Start this through " + Benchmarks.class.getName());
        }
        driver = new Driver(peer.open(server, answer), inFlight, taker);
    }

    @Setup(Level.Iteration)
    public void begin() {
        CallCostProfiler.begin();
    }

    @TearDown(Level.Iteration)
    public void end() {
        CallCostProfiler.end();
    }

    @Benchmark
    @OperationsPerInvocation(CALLS)
    public void search(Blackhole blackhole) throws InterruptedException {
        taker.blackhole = blackhole;
        driver.run(CALLS);
    }

    @TearDown
    public void close() throws Exception {
        driver.close();
    }
}

package io.github.camellinkup.benchmarks.pipeline;

import io.github.camellinkup.benchmarks.Jvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A {@link StandInServer} in a process of its own, so that its work is not taken for the client's. */
final class StandInProcess implements AutoCloseable {

    /**
     * How many calls came in.
     *
     * @param lists reads of lists
     * @param single reads of single tasks
     * @param refused of both
     * @param direct searches and fetches
     * @param refusedDirect of these
     */
    record Counts(long lists, long single, long refused, long direct, long refusedDirect) {

        long reads() {
            return lists + single;
        }
    }

    /** The same for every peer. */
    private static final long SEED = 20_261_122;

    private final Process process;
    private final BufferedReader output;
    private final Writer input;
    private final String baseUrl;
    private final String apiKey;

    StandInProcess(Duration window, int foreign, List<String> foreignTypes, Scenario.Conditions conditions)
            throws IOException {
        process = Jvm.start(
                StandInServer.class,
                List.of("-Xmx512m"),
                Long.toString(window.toMillis()),
                Integer.toString(foreign),
                foreignTypes.isEmpty() ? "search" : String.join(",", foreignTypes),
                Long.toString(SEED),
                Integer.toString(conditions.queueLimit()),
                Long.toString(conditions.listedLate().toMillis()));
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        input = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        String line = output.readLine();
        if (line == null) {
            throw new IOException("The stand-in did not start");
        }
        baseUrl = line.split(" ")[0];
        apiKey = line.split(" ")[1];
    }

    static StandInProcess of(Scenario scenario) throws IOException {
        return new StandInProcess(
                scenario.window(), scenario.foreign(), scenario.foreignTypes(), scenario.conditions());
    }

    /** One without tasks. */
    static StandInProcess idle() throws IOException {
        return new StandInProcess(Duration.ZERO, 0, List.of(), Scenario.Conditions.EASY);
    }

    /** One with own tasks only, that finish evenly over a time. */
    static StandInProcess of(Duration window, Scenario.Conditions conditions) throws IOException {
        return new StandInProcess(window, 0, List.of(), conditions);
    }

    String baseUrl() {
        return baseUrl;
    }

    String apiKey() {
        return apiKey;
    }

    /** Lets the tasks of others come. */
    void begin() throws IOException {
        ask(StandInServer.BEGIN);
    }

    Counts counts() throws IOException {
        long[] numbers = Arrays.stream(ask(StandInServer.COUNTS).get(0).split(" "))
                .mapToLong(Long::parseLong)
                .toArray();
        return new Counts(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }

    /** A line for each of the last reads, with time, query and status. */
    List<String> reads() throws IOException {
        return ask(StandInServer.READS);
    }

    private List<String> ask(String command) throws IOException {
        input.write(command + "\n");
        input.flush();
        List<String> answer = new ArrayList<>();
        for (String line = output.readLine(); line == null || !line.isEmpty(); line = output.readLine()) {
            if (line == null) {
                throw new IOException("The stand-in has ended");
            }
            answer.add(line);
        }
        return answer;
    }

    @Override
    public void close() {
        process.destroy();
    }
}

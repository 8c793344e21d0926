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
import java.util.List;

/** A {@link StandInServer} in a process of its own, so that its work is not taken for the client's. */
final class StandInProcess implements AutoCloseable {

    /** How many reads came in: of lists and of single tasks, and how many of both were refused. */
    record Counts(long lists, long single, long refused) {

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

    StandInProcess(Duration window, int foreign, List<String> foreignTypes) throws IOException {
        process = Jvm.start(
                StandInServer.class,
                List.of("-Xmx512m"),
                Long.toString(window.toMillis()),
                Integer.toString(foreign),
                foreignTypes.isEmpty() ? "search" : String.join(",", foreignTypes),
                Long.toString(SEED));
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
        return new StandInProcess(scenario.window(), scenario.foreign(), scenario.foreignTypes());
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
        String[] numbers = ask(StandInServer.COUNTS).get(0).split(" ");
        return new Counts(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
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

package io.github.camellinkup.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** An {@link AnswerServer} in a process of its own, so that its time and memory are not taken for the client's. */
final class ServerProcess implements AutoCloseable {

    private final Process process;
    private final String baseUrl;

    ServerProcess(Duration delay) throws IOException {
        process = Jvm.start(AnswerServer.class, List.of("-Xms256m", "-Xmx256m"), Long.toString(delay.toMillis()));
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        baseUrl = output.readLine();
        if (baseUrl == null) {
            throw new IOException("The answer server did not start");
        }
    }

    String baseUrl() {
        return baseUrl;
    }

    @Override
    public void close() {
        process.destroy();
    }
}

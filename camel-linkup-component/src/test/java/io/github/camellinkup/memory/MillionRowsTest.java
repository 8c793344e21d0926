package io.github.camellinkup.memory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A batch of any length in a process of its own with little memory. The number of rows is that of the system property
 * {@code rows}; a million unless set.
 */
class MillionRowsTest {

    private static final long ROWS = Long.getLong("rows", 1_000_000);
    private static final JsonFactory JSON = new JsonFactory();

    static {
        // Without it each answer waits 40 ms for the acknowledgement of its own headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    @TempDir
    private Path folder;

    private final AtomicLong created = new AtomicLong();
    private ExecutorService threads;
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        threads = Executors.newFixedThreadPool(4);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/tasks", this::create);
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** Answers with as many tasks as there are requests, and keeps none. */
    private void create(HttpExchange exchange) throws IOException {
        int requests = 0;
        try (JsonParser json = JSON.createParser(exchange.getRequestBody())) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    requests++;
                    json.skipChildren();
                }
            }
        }
        StringBuilder answer = new StringBuilder("[");
        for (int i = 0; i < requests; i++) {
            answer.append(i == 0 ? "" : ",")
                    .append("{\"id\":\"")
                    .append("00000000-0000-4000-8000-")
                    .append(String.format("%012d", created.incrementAndGet()))
                    .append(
                            "\",\"type\":\"search\",\"status\":\"pending\",\"createdAt\":\"2026-01-01T00:00:00.000Z\"}");
        }
        byte[] bytes = answer.append("]").toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void aMillionRowsPassThroughAHeapOf128Megabytes() throws Exception {
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MillionRows.class.getName(),
                        "http://127.0.0.1:" + server.getAddress().getPort() + "/v1",
                        String.valueOf(ROWS),
                        "none"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("it ends").isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(Files.readString(output)).contains("created=" + ROWS + " recorded=" + ROWS + " read=" + ROWS);
        assertThat(process.exitValue()).isZero();
        assertThat(created).hasValue(ROWS);
    }
}

package io.github.camellinkup.memory;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Serves a list of finished tasks, whose large results it makes up while they go out. */
final class LargeResults implements AutoCloseable {

    private static final Instant START = Instant.parse("2026-05-18T00:00:00Z");
    private static final byte[] AFTER = "\"},\"error\":null}".getBytes(StandardCharsets.UTF_8);

    private final int count;
    private final int size;
    private final byte[] filling = new byte[64 * 1024];
    private final AtomicInteger pages = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    /** @param size how long the text in each result is */
    LargeResults(int count, int size) throws IOException {
        this.count = count;
        this.size = size;
        Arrays.fill(filling, (byte) 'x');
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/tasks", this::answer);
        server.start();
    }

    static String id(int index) {
        return "task-" + index;
    }

    static Instant createdAt(int index) {
        return START.plusMillis(index);
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** How many pages with results were asked for. */
    int pages() {
        return pages.get();
    }

    /** The last created finished first, so that the list has the same order whichever end and time it is sorted by. */
    private void answer(HttpExchange exchange) throws IOException {
        Map<String, String> query = Arrays.stream(
                        exchange.getRequestURI().getQuery().split("&"))
                .map(parameter -> parameter.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (a, b) -> a));
        int page = Integer.parseInt(query.get("page"));
        int pageSize = Integer.parseInt(query.get("pageSize"));
        int from = Math.min(count, (page - 1) * pageSize);
        int to = Math.min(count, from + pageSize);
        if (to > from) {
            pages.incrementAndGet();
        }
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            write(
                    out,
                    "{\"metadata\":{\"page\":" + page + ",\"pageSize\":" + pageSize + ",\"total\":" + count
                            + ",\"totalPages\":" + (count + pageSize - 1) / pageSize + "},\"data\":[");
            for (int i = from; i < to; i++) {
                write(out, i == from ? "" : ",");
                writeTask(out, i);
            }
            write(out, "],\"quota\":{\"inFlight\":0,\"limit\":1000}}");
        }
    }

    private void writeTask(OutputStream out, int index) throws IOException {
        write(
                out,
                "{\"id\":\"" + id(index) + "\",\"type\":\"fetch\",\"status\":\"completed\",\"createdAt\":\""
                        + createdAt(index) + "\",\"updatedAt\":\""
                        + START.plusSeconds(60).minusMillis(index)
                        + "\",\"input\":{\"url\":\"http://a.b\"},\"output\":{\"markdown\":\"");
        for (int left = size; left > 0; left -= filling.length) {
            out.write(filling, 0, Math.min(left, filling.length));
        }
        out.write(AFTER);
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

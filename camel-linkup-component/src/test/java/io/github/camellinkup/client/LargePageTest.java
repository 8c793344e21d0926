package io.github.camellinkup.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.StreamedPage;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.transport.HttpAsyncClients;
import io.github.camellinkup.client.transport.HttpSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page that is many times larger than the memory passes through a JVM of its own. */
class LargePageTest {

    private static final int TASKS = 100;
    private static final int OUTPUT = 20 * 1024 * 1024;

    @Test
    void aHundredResultsOfTwentyMegabytesPassThroughAQuarterOfAGigabyte(@TempDir Path folder) throws Exception {
        Path log = folder.resolve("log");
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> serve(server));
            Process reader = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:+ExitOnOutOfMemoryError",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Reader.class.getName(),
                            "http://127.0.0.1:" + server.getLocalPort() + "/v1")
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            try {
                assertThat(reader.waitFor(120, TimeUnit.SECONDS)).isTrue();
            } finally {
                reader.destroyForcibly();
            }
            String said = Files.readString(log);
            assertThat(reader.exitValue()).as(said).isZero();
            // The output is a text, with its quotes.
            assertThat(said).contains("read " + TASKS + " tasks and " + TASKS * (OUTPUT + 2L) + " bytes of a page of ");
            served.get(10, TimeUnit.SECONDS);
        }
    }

    private static void serve(ServerSocket server) {
        byte[] start = "{\"metadata\":{\"page\":1,\"total\":100},\"data\":[".getBytes(StandardCharsets.UTF_8);
        byte[] end = "],\"quota\":{\"inFlight\":0,\"limit\":1000}}".getBytes(StandardCharsets.UTF_8);
        byte[] filling = new byte[64 * 1024];
        Arrays.fill(filling, (byte) 'x');
        long length = start.length + end.length;
        for (int i = 0; i < TASKS; i++) {
            length += before(i).length + OUTPUT + AFTER.length;
        }
        try (Socket socket = server.accept()) {
            BufferedReader request =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String line = request.readLine();
            while (line != null && !line.isEmpty()) {
                line = request.readLine();
            }
            OutputStream out = socket.getOutputStream();
            out.write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(start);
            for (int i = 0; i < TASKS; i++) {
                out.write(before(i));
                for (int left = OUTPUT; left > 0; left -= filling.length) {
                    out.write(filling, 0, Math.min(left, filling.length));
                }
                out.write(AFTER);
            }
            out.write(end);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final byte[] AFTER = "\",\"error\":null}".getBytes(StandardCharsets.UTF_8);

    private static byte[] before(int index) {
        return ((index == 0 ? "" : ",") + "{\"id\":\"task-" + index
                        + "\",\"type\":\"fetch\",\"status\":\"completed\",\"input\":{\"url\":\"http://a.b\"},\"output\":\"")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Reads the page and the output of each of its tasks, one after the other, on a thread of its own. */
    static final class Reader {

        private Reader() {}

        public static void main(String[] arguments) throws Exception {
            LinkupClientSettings settings = new LinkupClientSettings(
                    URI.create(arguments[0]),
                    "key",
                    "Authorization",
                    null,
                    Duration.ofSeconds(20),
                    0,
                    Duration.ofSeconds(1),
                    64L * 1024 * 1024);
            ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
            ExecutorService worker = Executors.newSingleThreadExecutor();
            AtomicLong bytes = new AtomicLong();
            try (CloseableHttpAsyncClient http =
                            HttpAsyncClients.start(HttpSettings.builder().build(), Thread::new);
                    HttpLinkupClient client = new HttpLinkupClient(settings, http, scheduler, CallGate.OPEN)) {
                TaskSink sink = tasks -> CompletableFuture.runAsync(
                        () -> tasks.forEach(task -> bytes.addAndGet(outputOf(task))), worker);
                TaskQuery query = new TaskQuery(1, TASKS, null, null, null, null);
                StreamedPage page =
                        client.streamTasks(query, sink).toCompletableFuture().get(110, TimeUnit.SECONDS);
                System.out.println(
                        "read " + page.tasks() + " tasks and " + bytes + " bytes of a page of " + page.bytes());
            } finally {
                scheduler.shutdownNow();
                worker.shutdownNow();
            }
        }

        private static long outputOf(Task task) {
            try (InputStream output = task.output().toStream()) {
                return output.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

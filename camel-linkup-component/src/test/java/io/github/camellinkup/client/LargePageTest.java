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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages that are many times larger than the memory pass through a JVM of its own. */
class LargePageTest {

    private static final int MEGABYTE = 1024 * 1024;
    private static final int OUTPUT = 20 * MEGABYTE;
    private static final int GIANT = 1024 * MEGABYTE;

    @TempDir
    Path folder;

    @Test
    void aHundredResultsOfTwentyMegabytesPassThroughAQuarterOfAGigabyte() throws Exception {
        List<String> said = read(List.of(Collections.nCopies(100, OUTPUT)), "-Xmx256m", 64 * MEGABYTE);

        // The output is a text, with its quotes.
        assertThat(said)
                .singleElement()
                .asString()
                .startsWith("100 tasks, 0 of them too large, and " + 100 * (OUTPUT + 2L) + " bytes of a page of ");
    }

    @Test
    void aResultOfAGigabyteThatIsPassedOverTakesNoMemory() throws Exception {
        List<String> said = read(List.of(List.of(1000, GIANT, 1000)), "-Xmx48m", 8 * MEGABYTE);

        assertThat(said)
                .singleElement()
                .asString()
                .startsWith("3 tasks, 1 of them too large, and 2004 bytes of a page of 10737");
    }

    /** There are no more than two threads that could end. */
    @Test
    void aResultForWhichThereIsNoMemoryFailsItsReadAndNoneAfterIt() throws Exception {
        List<List<Integer>> pages = new ArrayList<>(Collections.nCopies(4, List.of(100 * MEGABYTE)));
        pages.add(List.of(1000));

        List<String> said = read(pages, "-Xmx48m", 500 * MEGABYTE);

        assertThat(said).hasSize(5);
        assertThat(said.subList(0, 4))
                .allSatisfy(line -> assertThat(line).contains("no memory").contains("maxResponseSize"));
        assertThat(said.get(4)).startsWith("1 tasks, 0 of them too large");
    }

    /**
     * @param pages how large the results of each page are; they are read one after the other
     * @param heap what the JVM may have, as its own option says it
     * @param limit the largest task taken
     * @return what the reader printed of each page
     */
    private List<String> read(List<List<Integer>> pages, String heap, int limit) throws Exception {
        Path log = folder.resolve("log");
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> served =
                    CompletableFuture.runAsync(() -> pages.forEach(page -> serve(server, page)));
            Process reader = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            heap,
                            "-XX:ActiveProcessorCount=2",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Reader.class.getName(),
                            "http://127.0.0.1:" + server.getLocalPort() + "/v1",
                            String.valueOf(limit),
                            String.valueOf(pages.size()))
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
            served.get(10, TimeUnit.SECONDS);
            return said.lines()
                    .filter(line -> line.startsWith(Reader.READ))
                    .map(line -> line.substring(Reader.READ.length()))
                    .toList();
        }
    }

    /** Answers one call with a page. */
    private static void serve(ServerSocket server, List<Integer> outputs) {
        byte[] start = "{\"metadata\":{\"page\":1,\"total\":100},\"data\":[".getBytes(StandardCharsets.UTF_8);
        byte[] end = "],\"quota\":{\"inFlight\":0,\"limit\":1000}}".getBytes(StandardCharsets.UTF_8);
        byte[] filling = new byte[64 * 1024];
        Arrays.fill(filling, (byte) 'x');
        long length = start.length + end.length;
        for (int i = 0; i < outputs.size(); i++) {
            length += before(i).length + outputs.get(i) + AFTER.length;
        }
        try (Socket socket = server.accept()) {
            BufferedReader request =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String line = request.readLine();
            while (line != null && !line.isEmpty()) {
                line = request.readLine();
            }
            OutputStream out = socket.getOutputStream();
            out.write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                            + length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(start);
            for (int i = 0; i < outputs.size(); i++) {
                out.write(before(i));
                for (int left = outputs.get(i); left > 0; left -= filling.length) {
                    out.write(filling, 0, Math.min(left, filling.length));
                }
                out.write(AFTER);
            }
            out.write(end);
            out.flush();
        } catch (IOException e) {
            // The reader has had enough of the page: what it says is what counts.
        }
    }

    private static final byte[] AFTER = "\",\"error\":null}".getBytes(StandardCharsets.UTF_8);

    private static byte[] before(int index) {
        return ((index == 0 ? "" : ",") + "{\"id\":\"task-" + index
                        + "\",\"type\":\"fetch\",\"status\":\"completed\",\"input\":{\"url\":\"http://a.b\"},\"output\":\"")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Reads pages and the output of each of their tasks, one after the other, on a thread of its own. */
    static final class Reader {

        static final String READ = "read: ";

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
                    Long.parseLong(arguments[1]));
            ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
            ExecutorService worker = Executors.newSingleThreadExecutor();
            try (CloseableHttpAsyncClient http =
                            HttpAsyncClients.start(HttpSettings.builder().build(), Thread::new);
                    HttpLinkupClient client = new HttpLinkupClient(settings, http, scheduler, CallGate.OPEN)) {
                for (int pages = Integer.parseInt(arguments[2]); pages > 0; pages--) {
                    System.out.println(READ + read(client, worker));
                }
            } finally {
                scheduler.shutdownNow();
                worker.shutdownNow();
            }
        }

        private static String read(HttpLinkupClient client, ExecutorService worker) throws Exception {
            AtomicLong bytes = new AtomicLong();
            TaskSink sink = tasks ->
                    CompletableFuture.runAsync(() -> tasks.forEach(task -> bytes.addAndGet(outputOf(task))), worker);
            try {
                StreamedPage page = client.streamTasks(new TaskQuery(1, 100, null, null, null, null), sink)
                        .toCompletableFuture()
                        .get(110, TimeUnit.SECONDS);
                return page.tasks() + " tasks, " + page.oversized().size() + " of them too large, and " + bytes
                        + " bytes of a page of " + page.bytes();
            } catch (ExecutionException e) {
                return e.getCause().toString();
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

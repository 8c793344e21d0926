package io.github.camellinkup.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.transport.HttpAsyncClients;
import io.github.camellinkup.client.transport.HttpSettings;
import io.github.camellinkup.client.transport.RenewingHttpClient;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages for which a JVM of its own has no memory fail their reads, and the next one is read. */
class PageMemoryTest {

    private static final int PAGES = 4;
    private static final int MEGABYTE = 1024 * 1024;
    private static final long LIMIT = 500L * MEGABYTE;
    private static final String BEGINNING = "{\"data\":[{\"id\":\"giant\",\"output\":\"";

    @TempDir
    Path folder;

    /** As many pages as would end both threads of the HTTP client twice. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPageForWhichThereIsNoMemoryFailsItsReadAndNoneAfterIt(boolean lengthTold) throws Exception {
        RawServer.Answer giant = out -> sendGiant(out, lengthTold);
        Deque<RawServer.Answer> answers = new ArrayDeque<>(Collections.nCopies(PAGES, giant));
        answers.add(RawServer.json("{\"data\":[{\"id\":\"small\"}]}"));
        try (RawServer server = new RawServer(answers::pop)) {
            List<String> said = read(server.baseUrl());

            assertThat(said.subList(0, PAGES)).containsOnly("no memory");
            assertThat(said.subList(PAGES, said.size())).containsExactly("read small");
        }
    }

    /** Where its length is not told, the page ends with its connection. */
    private static void sendGiant(OutputStream out, boolean lengthTold) throws IOException {
        int size = 100 * MEGABYTE;
        String length = lengthTold ? "Content-Length: " + (BEGINNING.length() + size + 4) : "Connection: close";
        out.write(RawServer.ascii("HTTP/1.1 200 OK\r\n" + length + "\r\n\r\n"));
        out.write(RawServer.ascii(BEGINNING));
        byte[] filling = RawServer.ascii("x".repeat(MEGABYTE));
        for (int sent = 0; sent < size; sent += filling.length) {
            out.write(filling);
        }
        out.write(RawServer.ascii("\"}]}"));
    }

    private List<String> read(String baseUrl) throws Exception {
        Path log = folder.resolve("log");
        Process reader = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx48m",
                        "-XX:ActiveProcessorCount=2",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Reader.class.getName(),
                        baseUrl)
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
        return said.lines()
                .filter(line -> line.startsWith(Reader.SAID))
                .map(line -> line.substring(Reader.SAID.length()))
                .toList();
    }

    /** Reads pages one after the other. */
    static final class Reader {

        static final String SAID = "said: ";

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
                    LIMIT);
            ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
            try (RenewingHttpClient http = HttpAsyncClients.start(new HttpSettings(), Thread::new);
                    HttpLinkupClient client = new HttpLinkupClient(settings, http, scheduler, CallLimiter.OPEN)) {
                for (int page = 0; page <= PAGES; page++) {
                    System.out.println(SAID + read(client));
                }
            } finally {
                scheduler.shutdownNow();
            }
        }

        private static String read(HttpLinkupClient client) throws Exception {
            ReadLimits limits = new ReadLimits(LIMIT, Duration.ofSeconds(20));
            try {
                return "read "
                        + client.listTasks(new TaskQuery(1, 1, null, null, null, null), limits)
                                .toCompletableFuture()
                                .get(30, TimeUnit.SECONDS)
                                .tasks()
                                .get(0)
                                .id();
            } catch (ExecutionException e) {
                String failure = e.getCause().getMessage();
                return failure.startsWith("There is no memory for the answer") ? "no memory" : failure;
            }
        }
    }
}

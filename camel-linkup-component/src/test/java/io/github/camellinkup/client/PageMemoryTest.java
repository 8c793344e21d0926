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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages for which a JVM of its own has no memory fail their reads, and the next one is read. */
class PageMemoryTest {

    private static final int PAGES = 4;
    private static final int MEGABYTE = 1024 * 1024;
    private static final long LIMIT = 500L * MEGABYTE;
    private static final String END = "\"}]}";
    private static final RawServer.Answer SMALL = RawServer.json("{\"data\":[{\"id\":\"small\"}]}");
    private static final String BEGINNING = "{\"data\":[{\"id\":\"giant\",\"output\":\"";

    @TempDir
    Path folder;

    /** As many pages as would end both threads of the HTTP client twice. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPageForWhichThereIsNoMemoryFailsItsReadAndNoneAfterIt(boolean lengthTold) throws Exception {
        RawServer.Answer giant = out -> sendGiant(out, 100, lengthTold);
        Deque<RawServer.Answer> answers = new ArrayDeque<>(Collections.nCopies(PAGES, giant));
        answers.add(SMALL);
        try (RawServer server = new RawServer(answers::pop)) {
            List<String> said = read(server.baseUrl(), "-Xmx48m");

            assertThat(said.subList(0, PAGES)).containsOnly("no memory");
            assertThat(said.subList(PAGES, said.size())).containsExactly("read small");
        }
    }

    /** It takes at most twice its size, also if it is larger than a power of two. */
    @Test
    void aLargePageOfUnknownLengthIsReadInLessThanFourTimesItsMemory() throws Exception {
        Deque<RawServer.Answer> answers = new ArrayDeque<>(Collections.nCopies(PAGES, SMALL));
        answers.push(out -> sendGiant(out, 70, false));
        try (RawServer server = new RawServer(answers::pop)) {
            assertThat(read(server.baseUrl(), "-Xmx256m")).startsWith("read giant", "read small");
        }
    }

    /** Where its length is not told, the page comes in chunks. */
    private static void sendGiant(OutputStream out, int megabytes, boolean lengthTold) throws IOException {
        int size = megabytes * MEGABYTE;
        String length = lengthTold
                ? "Content-Length: " + (BEGINNING.length() + size + END.length())
                : "Transfer-Encoding: chunked";
        out.write(RawServer.ascii("HTTP/1.1 200 OK\r\n" + length + "\r\n\r\n"));
        send(out, BEGINNING, lengthTold);
        String filling = "x".repeat(MEGABYTE);
        for (int sent = 0; sent < megabytes; sent++) {
            send(out, filling, lengthTold);
        }
        send(out, END, lengthTold);
        if (!lengthTold) {
            send(out, "", false);
        }
    }

    private static void send(OutputStream out, String part, boolean lengthTold) throws IOException {
        String chunk = Integer.toHexString(part.length()) + "\r\n" + part + "\r\n";
        out.write(RawServer.ascii(lengthTold ? part : chunk));
    }

    private List<String> read(String baseUrl, String heap) throws Exception {
        Path log = folder.resolve("log");
        Process reader = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        heap,
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

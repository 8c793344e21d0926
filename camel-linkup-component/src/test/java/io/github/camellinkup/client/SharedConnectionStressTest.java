package io.github.camellinkup.client;

import static io.github.camellinkup.client.ClientExtension.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.transport.HttpSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many calls on one connection of HTTP/2, of which some time out, are cancelled, reset, refused or too large. */
class SharedConnectionStressTest {

    private static final int STREAMS = 4;
    private static final int STEPS = 600;
    private static final int UNDER_WAY = 12;
    private static final int LIMIT = 1_000;

    @RegisterExtension
    final ClientExtension api = new ClientExtension();

    /** How often each call was answered, by its path. */
    private final Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();

    private final AtomicInteger ends = new AtomicInteger();
    private final List<CompletableFuture<Task>> calls = new ArrayList<>();

    /** Those that nothing happens to, by their ids. */
    private final Map<String, CompletableFuture<Task>> undisturbed = new LinkedHashMap<>();

    @BeforeEach
    void allowHttp2() {
        // At DEBUG there is no HTTP/2.
        Configurator.setLevel("org.apache.hc", Level.INFO);
    }

    @AfterEach
    void restoreLevel() {
        Configurator.setLevel("org.apache.hc", (Level) null);
    }

    @ParameterizedTest
    @CsvSource({"false, false, 1", "false, true, 2", "true, false, 3", "true, true, 4"})
    void whatHappensToSomeCallsHappensToNoOther(boolean tls, boolean goAways, long seed) {
        try (Http2Server server = Http2Server.start(STREAMS, tls ? TestCertificate.serving() : null)) {
            server.treat(SharedConnectionStressTest::fate);
            server.body(this::body);
            CloseableHttpAsyncClient http = api.http(HttpSettings.builder()
                    .httpVersionPolicy(tls ? HttpVersionPolicy.NEGOTIATE : HttpVersionPolicy.FORCE_HTTP_2)
                    .sslContext(TestCertificate.trusting())
                    .connectionsPerRoute(1)
                    .build());
            ClientExtension.Settings settings =
                    api.settings().baseUrl(server.baseUrl()).maxResponseSize(LIMIT);
            // What is not sent, as the connection was about to end, is sent again.
            HttpLinkupClient patient = api.client(settings.maxRetries(20), http, CallGate.OPEN);
            HttpLinkupClient hurried =
                    api.client(settings.maxRetries(0).requestTimeout(Duration.ofMillis(30)), http, CallGate.OPEN);
            Random random = new Random(seed);

            for (int i = 0; i < STEPS; i++) {
                step(i, random, patient, hurried);
                if (goAways && random.nextInt(100) == 0) {
                    server.goAway();
                }
                if (random.nextBoolean()) {
                    answerSome(server, 1);
                }
                if (undisturbedUnderWay() >= UNDER_WAY) {
                    await().pollInterval(Duration.ofMillis(2)).until(() -> {
                        answerSome(server, STREAMS);
                        return undisturbedUnderWay() < UNDER_WAY;
                    });
                }
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                answerSome(server, STREAMS);
                return ends.get() >= calls.size();
            });

            undisturbed.forEach((id, call) -> assertThat(get(call).id()).isEqualTo(id));
            // HttpClient may close a connection whose end is told just when it has chosen it for one more call.
            if (!goAways) {
                undisturbed.keySet().forEach(id -> assertThat(answers.get("/v1/tasks/" + id))
                        .as(id)
                        .hasValue(1));
            }
            assertThat(ends).hasValue(calls.size());
            assertThat(get(patient.getTask("answered-before")).id()).isEqualTo("answered-before");
            // A connection that any call has kept would keep the next one from being made.
            server.goAway();
            assertThat(get(patient.getTask("answered-after")).id()).isEqualTo("answered-after");
        }
    }

    private void step(int number, Random random, HttpLinkupClient patient, HttpLinkupClient hurried) {
        switch (random.nextInt(9)) {
            case 0 -> begin(hurried, "reset-" + number);
            case 1 -> begin(hurried, "refused-" + number);
            case 2 -> begin(hurried, "large-" + number);
            case 3, 4 -> begin(hurried, "held-" + number);
            case 5 -> begin(patient, "held-" + number).cancel(true);
            case 6 -> undisturbed(patient, "answered-" + number);
            default -> undisturbed(patient, "held-" + number);
        }
    }

    private void undisturbed(HttpLinkupClient client, String id) {
        undisturbed.put(id, begin(client, id));
    }

    private CompletableFuture<Task> begin(HttpLinkupClient client, String id) {
        CompletableFuture<Task> call = client.getTask(id).toCompletableFuture();
        calls.add(call);
        call.whenComplete((task, failure) -> ends.incrementAndGet());
        return call;
    }

    private long undisturbedUnderWay() {
        return undisturbed.values().stream().filter(call -> !call.isDone()).count();
    }

    private static void answerSome(Http2Server server, int number) {
        for (int i = Math.min(number, server.held()); i > 0; i--) {
            server.answerTheFirstHeld();
        }
    }

    private static Http2Server.Fate fate(String path) {
        if (path.contains("/reset-")) {
            return Http2Server.Fate.RESET;
        }
        if (path.contains("/refused-")) {
            return Http2Server.Fate.REFUSED;
        }
        return path.contains("/held-") ? Http2Server.Fate.HELD : Http2Server.Fate.ANSWERED;
    }

    private String body(String path) {
        answers.computeIfAbsent(path, ignored -> new AtomicInteger()).incrementAndGet();
        String id = path.substring(path.lastIndexOf('/') + 1);
        String output = id.startsWith("large-") ? "x".repeat(2 * LIMIT) : "x";
        return "{\"id\":\"" + id + "\",\"type\":\"search\",\"status\":\"completed\",\"output\":\"" + output + "\"}";
    }
}

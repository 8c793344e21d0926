package io.github.camellinkup.client;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.requestfilter.RequestFilterAction;
import com.github.tomakehurst.wiremock.extension.requestfilter.StubRequestFilterV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.transport.HttpAsyncClients;
import io.github.camellinkup.client.transport.HttpSettings;
import io.github.camellinkup.client.transport.RenewingHttpClient;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.apache.hc.client5.http.async.HttpAsyncClient;
import org.apache.hc.core5.io.CloseMode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A server with stubs of its own for each test, and clients that call it. */
final class ClientExtension implements BeforeEachCallback, AfterEachCallback {

    static final String KEY = "lkp-secret-0123456789";
    static final Instant NOW = Instant.parse("2026-05-18T12:00:00Z");

    private final UnaryOperator<WireMockConfiguration> serverOptions;
    private final List<RenewingHttpClient> started = new ArrayList<>();
    private final AtomicInteger received = new AtomicInteger();
    private WireMockServer server;
    private ScheduledThreadPoolExecutor scheduler;

    ClientExtension() {
        this(UnaryOperator.identity());
    }

    ClientExtension(UnaryOperator<WireMockConfiguration> serverOptions) {
        this.serverOptions = serverOptions;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        received.set(0);
        server = new WireMockServer(serverOptions.apply(options().dynamicPort()).extensions(new Counter()));
        server.start();
        scheduler = new ScheduledThreadPoolExecutor(1);
        scheduler.setRemoveOnCancelPolicy(true);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        started.forEach(http -> http.close(CloseMode.IMMEDIATE));
        started.clear();
        scheduler.shutdownNow();
        server.stop();
    }

    WireMockServer server() {
        return server;
    }

    /** Has the server answer in this order, the last one again and again. */
    void answers(ResponseDefinitionBuilder... responses) {
        String state = Scenario.STARTED;
        for (int i = 0; i < responses.length; i++) {
            String next = i == responses.length - 1 ? state : "after " + (i + 1);
            server.stubFor(any(anyUrl())
                    .inScenario("answers")
                    .whenScenarioStateIs(state)
                    .willSetStateTo(next)
                    .willReturn(responses[i]));
            state = next;
        }
    }

    /** Waits until the server has this many requests, answered or not. */
    void awaitReceived(int requests) {
        Awaitility.await().until(() -> received.get() >= requests);
    }

    ScheduledThreadPoolExecutor scheduler() {
        return scheduler;
    }

    URI baseUrl() {
        return URI.create("http://localhost:" + server.port() + "/v1");
    }

    Settings settings() {
        return new Settings(baseUrl());
    }

    /** A client that does not try again. */
    HttpLinkupClient client() {
        return client(settings());
    }

    HttpLinkupClient client(Settings settings) {
        return client(settings, new HttpSettings());
    }

    HttpLinkupClient client(Settings settings, HttpSettings http) {
        return client(settings, http(http), CallLimiter.OPEN, HttpAsyncClients.secrets(http));
    }

    HttpLinkupClient client(Settings settings, HttpAsyncClient http, CallLimiter gate) {
        return client(settings, http, gate, List.of());
    }

    private HttpLinkupClient client(Settings settings, HttpAsyncClient http, CallLimiter gate, List<String> secrets) {
        return new HttpLinkupClient(
                settings.build(),
                http,
                scheduler,
                gate,
                secrets,
                Clock.fixed(NOW, ZoneOffset.UTC),
                CallListener.NONE,
                System::nanoTime);
    }

    RenewingHttpClient http(HttpSettings settings) {
        RenewingHttpClient http = HttpAsyncClients.start(settings, task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        });
        started.add(http);
        return http;
    }

    /** What a call brings, or the exception that it throws. The wait only bounds a test that would hang. */
    static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException runtime ? runtime : new CompletionException(e.getCause());
        } catch (TimeoutException | InterruptedException e) {
            throw new AssertionError("The call never ended", e);
        }
    }

    static LinkupException failure(CompletionStage<?> stage) {
        Throwable failure = catchThrowable(() -> get(stage));
        if (failure instanceof LinkupException linkup) {
            return linkup;
        }
        throw new AssertionError("No LinkupException", failure);
    }

    private final class Counter implements StubRequestFilterV2 {

        @Override
        public RequestFilterAction filter(Request request, ServeEvent event) {
            received.incrementAndGet();
            return RequestFilterAction.continueWith(request);
        }

        @Override
        public String getName() {
            return "counter";
        }
    }

    /** Collects settings; without retries unless they are asked for. */
    static final class Settings {

        private URI baseUrl;
        private String apiKey = KEY;
        private String authHeader = "Authorization";
        private PaymentSigner signer;
        private Duration requestTimeout = Duration.ofSeconds(20);
        private int maxRetries;
        private Duration maxRetryDelay = Duration.ofMillis(1);
        private long maxResponseSize = 64L * 1024 * 1024;

        Settings(URI baseUrl) {
            this.baseUrl = baseUrl;
        }

        Settings baseUrl(String url) {
            baseUrl = URI.create(url);
            return this;
        }

        Settings authHeader(String name) {
            authHeader = name;
            return this;
        }

        Settings signer(PaymentSigner paymentSigner) {
            signer = paymentSigner;
            apiKey = null;
            return this;
        }

        Settings requestTimeout(Duration timeout) {
            requestTimeout = timeout;
            return this;
        }

        Settings maxRetries(int number) {
            maxRetries = number;
            return this;
        }

        Settings maxRetryDelay(Duration delay) {
            maxRetryDelay = delay;
            return this;
        }

        Settings maxResponseSize(long size) {
            maxResponseSize = size;
            return this;
        }

        LinkupClientSettings build() {
            return new LinkupClientSettings(
                    baseUrl, apiKey, authHeader, signer, requestTimeout, maxRetries, maxRetryDelay, maxResponseSize);
        }
    }
}

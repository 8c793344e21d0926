package io.github.camellinkup.client;

import static io.github.camellinkup.client.ClientExtension.failure;
import static io.github.camellinkup.client.ClientExtension.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupTimeoutException;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.transport.HttpSettings;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.ForeignTask;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.Operation;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers of which a part comes and then nothing more, with or without TLS. */
class StalledAnswersTest {

    private enum Scheme {
        HTTP,
        HTTPS
    }

    private static final Duration SHORT = Duration.ofMillis(500);

    private static final JsonNode MEGABYTE = TextNode.valueOf("x".repeat(1_000_000));

    private static LinkupStandIn linkup;

    @RegisterExtension
    final ClientExtension api = new ClientExtension();

    private final CompletableFuture<JsonNode> stalled = new CompletableFuture<>();

    @BeforeAll
    static void start() {
        linkup = LinkupStandIn.builder()
                .apiKeys(ClientExtension.KEY)
                .noPollLimit()
                .https()
                .start();
    }

    @AfterAll
    static void stop() {
        linkup.close();
    }

    /** The server makes a page while it sends it, and comes no further than the fourth of ten tasks. */
    @BeforeEach
    void stall() {
        AtomicInteger made = new AtomicInteger();
        linkup.answerFetch(input -> made.incrementAndGet() < 4 ? MEGABYTE : stalled.join());
        for (int i = 0; i < 10; i++) {
            linkup.addForeignTask(ForeignTask.of("fetch"));
        }
    }

    @AfterEach
    void goOn() {
        stalled.complete(MEGABYTE);
        linkup.reset();
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerEndsByTheRequestTimeout(Scheme scheme) {
        LinkupException failure = failure(client(scheme, settings().requestTimeout(SHORT), new HttpSettings())
                .listTasks(page("fetch")));

        assertThat(failure).isInstanceOf(LinkupTimeoutException.class).hasMessageContaining("requestTimeout");
        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure.isCertainlyNotProcessed()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerEndsByTheResponseTimeout(Scheme scheme) {
        assertEnds(scheme, new HttpSettings().responseTimeout(SHORT));
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerEndsByTheSoTimeout(Scheme scheme) {
        assertEnds(scheme, new HttpSettings().soTimeout(SHORT));
    }

    private void assertEnds(Scheme scheme, HttpSettings http) {
        LinkupException failure = failure(client(scheme, settings(), http).listTasks(page("fetch")));

        assertThat(failure)
                .isInstanceOf(LinkupTimeoutException.class)
                .hasMessageContaining("responseTimeout and soTimeout");
        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure.isCertainlyNotProcessed()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void anotherPageThatIsUnderWayComesToItsEnd(Scheme scheme) {
        for (int i = 0; i < 10; i++) {
            linkup.addForeignTask(ForeignTask.of("search").output(MEGABYTE));
        }
        linkup.failNext(Operation.TASKS_LIST, Fault.slowBody(SHORT.multipliedBy(4)));
        HttpLinkupClient client = client(scheme, settings(), new HttpSettings());
        CompletionStage<TaskPage> whole = client.listTasks(page("search"));
        await().until(() -> linkup.count(Operation.TASKS_LIST) == 1);

        assertThat(failure(client.listTasks(page("fetch"), new ReadLimits(Long.MAX_VALUE, SHORT))))
                .isInstanceOf(LinkupTimeoutException.class);

        assertThat(get(whole).tasks()).hasSize(10);
    }

    private static TaskQuery page(String type) {
        return new TaskQuery(1, 100, null, null, null, Set.of(type));
    }

    private ClientExtension.Settings settings() {
        return api.settings().baseUrl(linkup.baseUrl());
    }

    private HttpLinkupClient client(Scheme scheme, ClientExtension.Settings settings, HttpSettings http) {
        return scheme == Scheme.HTTP
                ? api.client(settings, http)
                : api.client(settings.baseUrl(linkup.httpsBaseUrl()), http.sslContext(linkup.clientSslContext()));
    }
}

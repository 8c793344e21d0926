package io.github.camellinkup.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static io.github.camellinkup.client.ClientExtension.failure;
import static io.github.camellinkup.client.ClientExtension.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Fault;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupTooManyRequestsException;
import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.transport.HttpSettings;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetriesTest {

    private static final SearchRequest SEARCH = SearchRequest.builder().q("q").build();

    @RegisterExtension
    final ClientExtension api = new ClientExtension();

    @ParameterizedTest
    @ValueSource(ints = {408, 409, 429, 500, 502, 503, 504})
    void readIsTriedAgainAfterPassingTrouble(int status) {
        api.answers(aResponse().withStatus(status), aResponse().withStatus(status), okJson("{\"balance\":1}"));

        get(client(3).creditBalance());

        assertThat(requests()).isEqualTo(3);
    }

    @Test
    void searchAndFetchAreTriedAgain() {
        api.answers(aResponse().withStatus(500), okJson("{}"), aResponse().withStatus(500), okJson("{}"));

        get(client(1).search(SEARCH));
        get(client(1).fetch(FetchRequest.builder().url("http://a.b").build()));

        assertThat(requests()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE"})
    void readIsTriedAgainAfterACutConnection(Fault fault) {
        api.answers(aResponse().withFault(fault), okJson("{}"));

        get(client(1).search(SEARCH));

        assertThat(requests()).isEqualTo(2);
    }

    @Test
    void readIsTriedAgainAfterATimeout() {
        api.answers(okJson("{}").withFixedDelay(10_000), okJson("{}"));

        get(api.client(settings(1).requestTimeout(Duration.ofMillis(300))).search(SEARCH));

        assertThat(requests()).isEqualTo(2);
    }

    @Test
    void retriesEndAndTheLastFailureSaysHowManyTriesThereWere() {
        api.answers(
                aResponse().withStatus(500),
                aResponse().withStatus(502),
                aResponse().withStatus(504));

        LinkupException failure = failure(client(2).search(SEARCH));

        assertThat(failure.getStatusCode()).isEqualTo(504);
        assertThat(failure.getTries()).isEqualTo(3);
        assertThat(failure).hasMessageEndingWith("(tried 3 times)");
        assertThat(requests()).isEqualTo(3);
    }

    @Test
    void aSearchOrFetchThatTakesLinkupTooLongIsTriedAgainOnce() {
        api.answers(aResponse().withStatus(504));

        assertThat(failure(client(3).search(SEARCH)).getTries()).isEqualTo(2);
        assertThat(failure(client(3)
                                .fetch(FetchRequest.builder().url("http://a.b").build()))
                        .getTries())
                .isEqualTo(2);

        assertThat(requests()).isEqualTo(4);
    }

    @Test
    void otherFailuresDoNotUseUpTheTryAfterADeadline() {
        api.answers(
                aResponse().withStatus(500),
                aResponse().withStatus(504),
                aResponse().withStatus(502),
                okJson("{}"));

        get(client(3).search(SEARCH));

        assertThat(requests()).isEqualTo(4);
    }

    @Test
    void noRetriesMeansOneTry() {
        api.answers(aResponse().withStatus(500));

        LinkupException failure = failure(client(0).search(SEARCH));

        assertThat(failure).hasMessageNotContaining("tried");
        assertThat(requests()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "400, VALIDATION_ERROR",
        "400, SEARCH_QUERY_NO_RESULT",
        "400, FETCH_TARGET_UNREACHABLE",
        "401, X",
        "402, X",
        "403, X",
        "404, X",
        "307, X",
        "429, INSUFFICIENT_FUNDS_CREDITS",
        "429, EXCEED_BUDGET_LIMIT",
        "429, TASKS_QUEUE_LIMIT_EXCEEDED"
    })
    void whatTryingAgainCannotHelpIsNotTriedAgain(int status, String code) {
        api.answers(aResponse().withStatus(status).withBody("{\"error\":{\"code\":\"" + code + "\"}}"));

        failure(client(3).search(SEARCH));
        failure(client(3).createTasks(List.of(SEARCH)));

        assertThat(requests()).isEqualTo(2);
    }

    @Test
    void unreadableAnswerIsNotPaidForTwice() {
        api.answers(okJson("{\"answer\":"));

        failure(client(3).search(SEARCH));

        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void createIsTriedAgainAfterA503ThatTheServiceItselfSent() {
        api.answers(
                aResponse().withStatus(503).withBody("{\"error\":{\"code\":\"SERVICE_UNAVAILABLE\"}}"),
                aResponse().withStatus(503).withHeader("Retry-After", "0"),
                okJson("[{\"id\":\"1\"}]"));

        get(client(3).createTasks(List.of(SEARCH)));

        assertThat(requests()).isEqualTo(3);
    }

    @Test
    void createIsTriedAgainWhereNothingWasCreated() {
        api.answers(aResponse().withStatus(429), okJson("[{\"id\":\"1\"}]"));

        get(client(3).createTasks(List.of(SEARCH)));

        assertThat(requests()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 409, 500, 502, 503, 504})
    void createIsNotTriedAgainWhereItMayHaveBeenDone(int status) {
        api.answers(aResponse().withStatus(status));

        assertThat(failure(client(3).createTasks(List.of(SEARCH))).isCertainlyNotProcessed())
                .isFalse();
        assertThat(failure(client(3)
                                .createResearch(ResearchRequest.builder().q("q").build()))
                        .isCertainlyNotProcessed())
                .isFalse();

        assertThat(requests()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE"})
    void createIsNotTriedAgainAfterACutConnection(Fault fault) {
        api.answers(aResponse().withFault(fault));

        failure(client(3).createTasks(List.of(SEARCH)));

        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void createIsNotTriedAgainAfterATimeout() {
        api.answers(okJson("[]").withFixedDelay(10_000));

        failure(api.client(settings(3).requestTimeout(Duration.ofMillis(300))).createTasks(List.of(SEARCH)));

        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void createIsTriedAgainWhereNoConnectionIsMade() throws IOException {
        List<ApiOperation> asked = new CopyOnWriteArrayList<>();

        LinkupException failure = failure(api.client(
                        settings(2).baseUrl("http://localhost:" + closedPort() + "/v1"),
                        api.http(new HttpSettings()),
                        (operation, again) -> {
                            asked.add(operation);
                            return CompletableFuture.completedFuture(CallLimiter.Pass.FREE);
                        })
                .createTasks(List.of(SEARCH)));

        assertThat(failure.isCertainlyNotProcessed()).isTrue();
        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure.getTries()).isEqualTo(3);
        assertThat(asked).hasSize(3);
    }

    @Test
    void gateIsAskedBeforeEveryTry() {
        api.answers(aResponse().withStatus(500), okJson("{\"balance\":1}"));
        List<ApiOperation> asked = new CopyOnWriteArrayList<>();

        get(api.client(settings(3), api.http(new HttpSettings()), (operation, again) -> {
                    asked.add(operation);
                    return CompletableFuture.completedFuture(CallLimiter.Pass.FREE);
                })
                .creditBalance());

        assertThat(asked).containsExactly(ApiOperation.GET_CREDIT_BALANCE, ApiOperation.GET_CREDIT_BALANCE);
    }

    @Test
    void aCallWhoseGuardSaysNoEndsWithItsLastFailure() {
        api.answers(
                aResponse().withStatus(500),
                aResponse().withStatus(502),
                aResponse().withStatus(503));
        List<Integer> asked = new CopyOnWriteArrayList<>();

        LinkupException failure = failure(client(3).search(SEARCH, tried -> {
            asked.add(tried.getStatusCode());
            return asked.size() < 2;
        }));

        assertThat(failure.getStatusCode()).isEqualTo(502);
        assertThat(failure.getTries()).isEqualTo(2);
        assertThat(asked).containsExactly(500, 502);
        assertThat(requests()).isEqualTo(2);
    }

    @Test
    void retryAfterIsTheDelay() {
        ManualScheduler scheduler = new ManualScheduler();
        api.answers(aResponse().withStatus(429).withHeader("Retry-After", "7"), okJson("{\"balance\":1}"));

        CompletableFuture<?> call =
                manualClient(scheduler, Duration.ofSeconds(30)).creditBalance().toCompletableFuture();
        Duration delay = scheduler.runNextAfterTimeouts();

        assertThat(delay).isBetween(Duration.ofSeconds(7), Duration.ofMillis(7250));
        get(call);
    }

    @Test
    void retryAfterLongerThanAllowedFailsAtOnceAndSaysHowLong() {
        api.answers(aResponse().withStatus(429).withHeader("Retry-After", "3600"));

        LinkupException failure = failure(
                api.client(settings(5).maxRetryDelay(Duration.ofSeconds(30))).search(SEARCH));

        assertThat(failure)
                .isInstanceOf(LinkupTooManyRequestsException.class)
                .hasMessageContaining("3600 s")
                .hasMessageContaining("maxRetryDelay");
        assertThat(failure.getRetryAfter()).contains(Duration.ofHours(1));
        assertThat(requests()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"})
    void retryAfterBeyondAnyNumberIsNoShortWait(String header) {
        api.answers(aResponse().withStatus(429).withHeader("Retry-After", header));

        LinkupException failure = failure(
                api.client(settings(5).maxRetryDelay(Duration.ofSeconds(30))).search(SEARCH));

        assertThat(failure)
                .isInstanceOf(LinkupTooManyRequestsException.class)
                .hasMessageContaining("315360000 s")
                .hasMessageContaining("maxRetryDelay");
        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void delaysDoubleWithJitterUpToTheLongest() {
        ManualScheduler scheduler = new ManualScheduler();
        api.answers(aResponse().withStatus(500));

        CompletableFuture<?> call =
                manualClient(scheduler, Duration.ofSeconds(3)).search(SEARCH).toCompletableFuture();

        assertThat(scheduler.runNextAfterTimeouts()).isBetween(Duration.ofMillis(250), Duration.ofMillis(500));
        assertThat(scheduler.runNextAfterTimeouts()).isBetween(Duration.ofMillis(500), Duration.ofMillis(1000));
        assertThat(scheduler.runNextAfterTimeouts()).isBetween(Duration.ofMillis(1000), Duration.ofMillis(2000));
        assertThat(scheduler.runNextAfterTimeouts()).isBetween(Duration.ofMillis(1500), Duration.ofMillis(3000));
        assertThat(failure(call).getTries()).isEqualTo(5);
    }

    private LinkupClient manualClient(ManualScheduler scheduler, Duration maxRetryDelay) {
        return new HttpLinkupClient(
                settings(4).maxRetryDelay(maxRetryDelay).build(),
                api.http(new HttpSettings()),
                scheduler,
                CallLimiter.OPEN);
    }

    private HttpLinkupClient client(int maxRetries) {
        return api.client(settings(maxRetries));
    }

    private ClientExtension.Settings settings(int maxRetries) {
        return api.settings().maxRetries(maxRetries);
    }

    private int requests() {
        return api.server().getAllServeEvents().size();
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}

package io.github.camellinkup.client;

import static io.github.camellinkup.client.ClientExtension.failure;
import static io.github.camellinkup.client.ClientExtension.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupResponseTooLargeException;
import io.github.camellinkup.client.exception.LinkupTimeoutException;
import io.github.camellinkup.client.model.CreditBalance;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.transport.HttpSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls on one connection of HTTP/2 of which some are given up, refused or late. */
class SharedConnectionTest {

    private static final int STREAMS = 2;

    @RegisterExtension
    final ClientExtension api = new ClientExtension();

    private final Http2Server server = Http2Server.start(STREAMS);
    private CloseableHttpAsyncClient http;
    private HttpLinkupClient client;
    private HttpLinkupClient hurried;

    @BeforeEach
    void connect() {
        // At DEBUG there is no HTTP/2.
        Configurator.setLevel("org.apache.hc", Level.INFO);
        http = api.http(HttpSettings.builder()
                .httpVersionPolicy(HttpVersionPolicy.FORCE_HTTP_2)
                .connectionsPerRoute(1)
                .build());
        client = api.client(api.settings().baseUrl(server.baseUrl()), http, CallGate.OPEN);
        hurried = api.client(
                api.settings().baseUrl(server.baseUrl()).requestTimeout(Duration.ofMillis(400)), http, CallGate.OPEN);
        get(client.creditBalance());
        server.hold(true);
    }

    @AfterEach
    void close() {
        Configurator.setLevel("org.apache.hc", (Level) null);
        server.close();
    }

    @Test
    void callsThatAreNeverAnsweredDoNotUseUpTheStreams() {
        CompletableFuture<CreditBalance> other = held(1);
        assertThat(failure(hurried.creditBalance())).isInstanceOf(LinkupTimeoutException.class);
        server.answerTheFirstHeld();
        get(other);
        assertThat(failure(hurried.creditBalance())).isInstanceOf(LinkupTimeoutException.class);
        server.hold(false);

        assertThat(get(client.creditBalance()).balance()).isPositive();
    }

    @Test
    void callsThatAreCancelledDoNotUseUpTheStreams() {
        for (int i = 0; i < STREAMS; i++) {
            CompletableFuture<CreditBalance> call = held(i + 1);
            call.cancel(true);
        }
        server.hold(false);

        assertThat(get(client.creditBalance()).balance()).isPositive();
    }

    @Test
    void aCallThatIsGivenUpBeforeItsTurnIsNotSentAndLeavesTheOthersAlone() {
        CompletableFuture<CreditBalance> one = held(1);
        CompletableFuture<CreditBalance> two = held(2);
        LinkupException failure = failure(
                hurried.createTasks(List.of(SearchRequest.builder().q("q").build())));
        assertThat(failure).isInstanceOf(LinkupTimeoutException.class);
        assertThat(failure.isCertainlyNotProcessed()).isTrue();
        server.hold(false);

        server.answerTheFirstHeld();

        get(one);
        // Now comes the turn of the one that was given up.
        staysUnderWay(two);
        server.answerTheFirstHeld();
        get(two);
    }

    @Test
    void aCallThatTheServerResetsLeavesTheOthersAlone() {
        CompletableFuture<CreditBalance> one = held(1);
        server.reset(true);

        assertThat(failure(client.creditBalance()).isRetryable()).isTrue();

        staysUnderWay(one);
        server.answerTheFirstHeld();
        get(one);
    }

    @Test
    void whereTheServerTakesNoMoreCallsThoseUnderWayComeToTheirEnd() {
        CompletableFuture<CreditBalance> one = held(1);
        CompletableFuture<CreditBalance> two = held(2);
        server.goAway();
        staysUnderWay(two);

        server.answerTheFirstHeld();

        get(one);
        staysUnderWay(two);
        server.answerTheFirstHeld();
        get(two);
    }

    @Test
    void whereTheServerTakesNoMoreCallsACancelledOneLeavesTheOthersAlone() {
        CompletableFuture<CreditBalance> one = held(1);
        CompletableFuture<CreditBalance> two = held(2);
        server.goAway();
        staysUnderWay(two);

        one.cancel(true);

        staysUnderWay(two);
        server.answerTheFirstHeld();
        server.answerTheFirstHeld();
        get(two);
    }

    @Test
    void whereTheServerTakesNoMoreCallsOneThatStillWaitsForItsTurnLeavesTheOthersAlone() {
        CompletableFuture<CreditBalance> one = held(1);
        CompletableFuture<CreditBalance> two = held(2);
        CompletableFuture<CreditBalance> waiting = client.creditBalance().toCompletableFuture();
        server.goAway();
        staysUnderWay(two);

        waiting.cancel(true);

        staysUnderWay(two);
        server.answerTheFirstHeld();
        server.answerTheFirstHeld();
        get(one);
        get(two);
    }

    @Test
    void callsThatAreGivenUpBeforeTheirTurnTakeNoTurn() {
        CompletableFuture<CreditBalance> one = held(1);
        CompletableFuture<CreditBalance> two = held(2);
        // The turn of who came last comes first.
        CompletableFuture<CreditBalance> last = client.creditBalance().toCompletableFuture();
        for (int i = 0; i < STREAMS; i++) {
            client.creditBalance().toCompletableFuture().cancel(true);
        }
        server.hold(false);

        server.answerTheFirstHeld();
        server.answerTheFirstHeld();

        get(one);
        get(two);
        get(last);
    }

    @Test
    void whereTheServerTakesNoMoreCallsAFailedOneIsToldBeforeTheOthersEnd() {
        CompletableFuture<CreditBalance> one = api.client(
                        api.settings().baseUrl(server.baseUrl()).maxResponseSize(1), http, CallGate.OPEN)
                .creditBalance()
                .toCompletableFuture();
        server.awaitHeld(1);
        CompletableFuture<CreditBalance> two = held(2);
        server.goAway();
        staysUnderWay(two);

        server.answerTheFirstHeld();

        assertThat(failure(one)).isInstanceOf(LinkupResponseTooLargeException.class);
        staysUnderWay(two);
        server.answerTheFirstHeld();
        get(two);
    }

    @Test
    void whereTheServerTakesNoMoreCallsAnEmptyAnswerLeavesTheOthersAlone() {
        CompletableFuture<CreditBalance> one = held(1);
        CompletableFuture<CreditBalance> two = held(2);
        server.goAway();
        staysUnderWay(two);

        server.refuseTheFirstHeld();

        assertThat(failure(one).getStatusCode()).isEqualTo(500);
        staysUnderWay(two);
        server.answerTheFirstHeld();
        get(two);
    }

    private CompletableFuture<CreditBalance> held(int number) {
        CompletableFuture<CreditBalance> call = client.creditBalance().toCompletableFuture();
        server.awaitHeld(number);
        return call;
    }

    private static void staysUnderWay(CompletableFuture<?> call) {
        await().during(Duration.ofMillis(300)).until(() -> !call.isDone());
    }
}

package io.github.camellinkup.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static io.github.camellinkup.client.ClientExtension.failure;
import static io.github.camellinkup.client.ClientExtension.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.transport.HttpSettings;
import io.github.camellinkup.client.transport.RenewingHttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.async.HttpAsyncClient;
import org.apache.hc.core5.io.CloseMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that are cancelled, or whose client, HTTP client, scheduler or gate does not let them go on. */
class GivenUpCallsTest {

    private static final SearchRequest SEARCH = SearchRequest.builder().q("q").build();

    @RegisterExtension
    final ClientExtension api = new ClientExtension();

    @Test
    void timersAreCancelledWhenCallsEnd() {
        api.server().stubFor(any(anyUrl()).willReturn(okJson("{}")));

        get(api.client().search(SEARCH));

        assertThat(api.scheduler().getQueue()).isEmpty();
    }

    @Test
    void cancelledCallEndsWhatIsUnderWay() {
        api.server().stubFor(any(anyUrl()).willReturn(okJson("{}").withFixedDelay(20_000)));
        CompletableFuture<?> call =
                api.client(api.settings().maxRetries(3)).search(SEARCH).toCompletableFuture();

        call.cancel(true);

        assertThat(call).isCancelled();
        assertThat(api.scheduler().getQueue()).isEmpty();
    }

    @Test
    void closedClientFailsWhatIsUnderWayAndWhatComesLater() {
        api.server().stubFor(any(anyUrl()).willReturn(okJson("{}").withFixedDelay(20_000)));
        HttpLinkupClient client = api.client();
        CompletableFuture<?> create = client.createTasks(List.of(SEARCH)).toCompletableFuture();
        api.awaitReceived(1);

        client.close();

        assertThat(failure(create)).hasMessageContaining("closed");
        LinkupException later = failure(client.createTasks(List.of(SEARCH)));
        assertThat(later).hasMessageContaining("closed");
        assertThat(later.isCertainlyNotProcessed()).isTrue();
    }

    @Test
    void createThatIsBeingSentWhileTheClientClosesIsNotSaidToBeUnsent() {
        api.server().stubFor(any(anyUrl()).willReturn(okJson("[]").withFixedDelay(20_000)));
        AtomicReference<HttpLinkupClient> client = new AtomicReference<>();
        HttpAsyncClient http = new InterruptedHttpClient(api.http(new HttpSettings()), () -> {
            api.awaitReceived(1);
            client.get().close();
        });
        client.set(api.client(api.settings(), http, CallLimiter.OPEN));

        LinkupException failure = failure(client.get().createTasks(List.of(SEARCH)));

        assertThat(failure).hasMessageContaining("closed");
        assertThat(failure.isCertainlyNotProcessed()).isFalse();
        assertThat(api.scheduler().getQueue()).isEmpty();
    }

    @Test
    void callThatIsGivenUpWhileItIsBeingSentLeavesNoTimer() {
        AtomicReference<HttpLinkupClient> client = new AtomicReference<>();
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1) {
            @Override
            public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
                client.get().close();
                return super.schedule(task, delay, unit);
            }
        };
        scheduler.setRemoveOnCancelPolicy(true);
        try {
            client.set(new HttpLinkupClient(
                    api.settings().build(), api.http(new HttpSettings()), scheduler, CallLimiter.OPEN));

            LinkupException failure = failure(client.get().createTasks(List.of(SEARCH)));

            assertThat(failure.isCertainlyNotProcessed()).isTrue();
            assertThat(scheduler.getQueue()).isEmpty();
        } finally {
            scheduler.shutdownNow();
        }
    }

    @Test
    void closedClientFailsWhatWaitsForARetryOrAtTheGate() {
        api.server().stubFor(any(anyUrl()).willReturn(aResponse().withStatus(500)));
        HttpLinkupClient retrying = api.client(api.settings().maxRetries(1).maxRetryDelay(Duration.ofHours(1)));
        CompletableFuture<?> waiting = retrying.search(SEARCH).toCompletableFuture();
        HttpLinkupClient gated = api.client(
                api.settings(), api.http(new HttpSettings()), (operation, again) -> new CompletableFuture<>());
        CompletableFuture<?> atTheGate = gated.search(SEARCH).toCompletableFuture();

        retrying.close();
        gated.close();

        assertThat(failure(waiting)).hasMessageContaining("closed");
        assertThat(failure(atTheGate).isCertainlyNotProcessed()).isTrue();
    }

    @Test
    void callThatIsCancelledBeforeItsRetryLeavesNoTimer() {
        api.answers(aResponse().withStatus(429).withHeader("Retry-After", "1000"));
        CompletableFuture<?> call = api.client(api.settings().maxRetries(1).maxRetryDelay(Duration.ofHours(1)))
                .search(SEARCH)
                .toCompletableFuture();
        await().until(this::waitsForARetry);

        call.cancel(true);

        assertThat(api.scheduler().getQueue()).isEmpty();
    }

    private boolean waitsForARetry() {
        return api.scheduler().getQueue().stream()
                .anyMatch(timer -> ((Delayed) timer).getDelay(TimeUnit.SECONDS) > 900);
    }

    @Test
    void closedHttpClientFailsEveryCall() {
        api.server().stubFor(any(anyUrl()).willReturn(okJson("{}").withFixedDelay(20_000)));
        RenewingHttpClient http = api.http(new HttpSettings().connectionsPerRoute(1));
        HttpLinkupClient client = api.client(api.settings(), http, CallLimiter.OPEN);
        CompletableFuture<?> underWay = client.search(SEARCH).toCompletableFuture();
        api.awaitReceived(1);

        http.close(CloseMode.IMMEDIATE);

        failure(underWay);
        assertThat(failure(client.search(SEARCH))).hasMessageContaining("closed");
    }

    @Test
    void closedSchedulerFailsTheCall() {
        HttpLinkupClient client = api.client();
        api.scheduler().shutdownNow();

        LinkupException failure = failure(client.createTasks(List.of(SEARCH)));

        assertThat(failure).hasMessageContaining("closed");
        assertThat(failure.isCertainlyNotProcessed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void gateThatRefusesFailsTheCall(boolean thrown) {
        RuntimeException refusal = new IllegalStateException("not now");
        HttpLinkupClient client = api.client(api.settings(), api.http(new HttpSettings()), (operation, again) -> {
            if (thrown) {
                throw refusal;
            }
            return CompletableFuture.failedFuture(refusal);
        });

        LinkupException failure = failure(client.createTasks(List.of(SEARCH)));

        assertThat(failure).hasMessageContaining("not now").hasCause(refusal);
        assertThat(failure.isCertainlyNotProcessed()).isTrue();
    }
}

package io.github.camellinkup.client;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static io.github.camellinkup.client.ClientExtension.failure;
import static io.github.camellinkup.client.ClientExtension.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.client.transport.HttpAsyncClients;
import io.github.camellinkup.client.transport.HttpSettings;
import io.github.camellinkup.client.transport.RenewingHttpClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hc.core5.io.CloseMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An error ends a thread of the HTTP client. */
class RenewedHttpClientTest {

    @RegisterExtension
    final ClientExtension api = new ClientExtension();

    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private RenewingHttpClient http;
    private HttpLinkupClient client;

    @BeforeEach
    void start() {
        api.server().stubFor(any(anyUrl()).willReturn(okJson("{\"balance\":7}")));
        http = HttpAsyncClients.start(new HttpSettings(), task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((ended, error) -> errors.add(error));
            threads.add(thread);
            return thread;
        });
        client = api.client(api.settings(), http, CallLimiter.OPEN);
    }

    @AfterEach
    void stop() {
        http.close(CloseMode.IMMEDIATE);
    }

    /** The error is thrown where the client hears of an answer. */
    private void endAThread(int number) {
        CallLimiter breaking = (operation, again) -> CompletableFuture.completedFuture(new CallLimiter.Pass() {
            @Override
            public void answered(int status) {
                throw new InternalError("as if");
            }
        });
        api.client(api.settings(), http, breaking).creditBalance();
        await().until(() -> errors.size() == number);
    }

    @Test
    void theNextCallsGoToANewOne() {
        for (int number = 1; number <= 3; number++) {
            endAThread(number);

            for (int call = 0; call < 8; call++) {
                assertThat(get(client.creditBalance()).balance()).isEqualTo("7");
            }
        }
    }

    @Test
    void aCallOnAnotherThreadComesToItsEnd() {
        api.server().stubFor(any(anyUrl()).willReturn(okJson("{\"balance\":7}").withFixedDelay(1_000)));
        CompletableFuture<?> slow = client.creditBalance().toCompletableFuture();
        api.awaitReceived(1);
        api.server().stubFor(any(anyUrl()).willReturn(okJson("{\"balance\":8}")));

        // The threads take turns, so that this one is on another.
        endAThread(1);

        assertThat(get(client.creditBalance()).balance()).isEqualTo("8");
        get(slow);
    }

    @Test
    void noThreadIsLeftWhenItIsClosed() {
        endAThread(1);
        get(client.creditBalance());

        http.close(CloseMode.IMMEDIATE);

        await().until(() -> threads.stream().noneMatch(Thread::isAlive));
        assertThat(failure(client.creditBalance())).hasMessageContaining("closed");
    }
}

package io.github.camellinkup.client;

import static io.github.camellinkup.client.ClientExtension.failure;
import static io.github.camellinkup.client.ClientExtension.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.client.exception.LinkupTimeoutException;
import io.github.camellinkup.client.model.CreditBalance;
import io.github.camellinkup.client.transport.HttpSettings;
import io.github.camellinkup.client.transport.RenewingHttpClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that are cancelled, or time out, on a connection that served another call before. */
class CancelledCallsTest {

    private static final String HEAD = " X\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n";

    @RegisterExtension
    final ClientExtension api = new ClientExtension();

    private final AtomicReference<RawServer.Answer> answer = new AtomicReference<>();
    private final RawServer server = new RawServer(answer::get);
    private RenewingHttpClient http;

    @BeforeEach
    void useTheOnlyConnection() {
        http = api.http(new HttpSettings().connectionsPerRoute(1));
        answer.set(RawServer.json("{\"balance\":7}"));
        get(client(Duration.ofSeconds(20)).creditBalance());
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200" + HEAD, "HTTP/1.1 200" + HEAD + "{", "HTTP/1.1 500" + HEAD + "{"})
    void aCallThatIsCancelledGivesItsConnectionBack(String sent) {
        answer.set(RawServer.text(sent));
        CompletableFuture<CreditBalance> call =
                client(Duration.ofSeconds(20)).creditBalance().toCompletableFuture();
        await().until(() -> server.requests() == 2);

        call.cancel(true);

        assertThatTheConnectionIsFree();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200" + HEAD + "{", "HTTP/1.1 500" + HEAD + "{"})
    void aCallThatTimesOutGivesItsConnectionBack(String sent) {
        answer.set(RawServer.text(sent));

        assertThat(failure(client(Duration.ofMillis(300)).creditBalance())).isInstanceOf(LinkupTimeoutException.class);

        assertThatTheConnectionIsFree();
    }

    private void assertThatTheConnectionIsFree() {
        answer.set(RawServer.json("{\"balance\":8}"));
        assertThat(get(client(Duration.ofSeconds(5)).creditBalance()).balance()).isEqualTo("8");
        await().until(() -> server.ended() == 1);
    }

    private HttpLinkupClient client(Duration requestTimeout) {
        return api.client(
                api.settings().baseUrl(server.baseUrl()).requestTimeout(requestTimeout), http, CallLimiter.OPEN);
    }
}

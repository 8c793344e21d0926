package io.github.camellinkup.benchmarks;

import io.github.camellinkup.client.CallLimiter;
import io.github.camellinkup.client.HttpLinkupClient;
import io.github.camellinkup.client.LinkupClient;
import io.github.camellinkup.client.LinkupClientSettings;
import io.github.camellinkup.client.transport.HttpAsyncClients;
import io.github.camellinkup.client.transport.HttpSettings;
import io.github.camellinkup.client.transport.RenewingHttpClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** The component's API client by itself, with connections and a timer of its own and nothing that keeps a pace. */
public final class OwnClient implements AutoCloseable {

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final RenewingHttpClient http = HttpAsyncClients.start(new HttpSettings(), Thread::new);
    private final HttpLinkupClient client;

    public OwnClient(String baseUrl, String apiKey, int maxRetries) {
        timer.setRemoveOnCancelPolicy(true);
        client = new HttpLinkupClient(
                new LinkupClientSettings(
                        URI.create(baseUrl),
                        apiKey,
                        "Authorization",
                        null,
                        Duration.ofMinutes(2),
                        maxRetries,
                        Duration.ofSeconds(30),
                        64L << 20),
                http,
                timer,
                CallLimiter.OPEN);
    }

    public LinkupClient calls() {
        return client;
    }

    @Override
    public void close() throws IOException {
        client.close();
        http.close();
        timer.shutdownNow();
    }
}

package io.github.camellinkup.benchmarks;

import io.github.camellinkup.client.CallGate;
import io.github.camellinkup.client.HttpLinkupClient;
import io.github.camellinkup.client.LinkupClientSettings;
import io.github.camellinkup.client.model.OutputType;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.transport.HttpAsyncClients;
import io.github.camellinkup.client.transport.HttpSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.BiConsumer;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;

/** The component's API client by itself, without Camel and without the hand-over to another thread. */
final class ClientSearcher implements Searcher {

    private final OutputType outputType;
    private final CloseableHttpAsyncClient http;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final HttpLinkupClient client;

    ClientSearcher(String baseUrl, OutputType outputType) {
        this.outputType = outputType;
        timer.setRemoveOnCancelPolicy(true);
        http = HttpAsyncClients.start(HttpSettings.builder().build(), Thread::new);
        client = new HttpLinkupClient(
                new LinkupClientSettings(
                        URI.create(baseUrl),
                        Peer.API_KEY,
                        "Authorization",
                        null,
                        Duration.ofMinutes(2),
                        3,
                        Duration.ofSeconds(30),
                        64L << 20),
                http,
                timer,
                CallGate.OPEN);
    }

    @Override
    public void search(String question, BiConsumer<Object, Throwable> done) {
        client.search(SearchRequest.builder().q(question).outputType(outputType).build())
                .whenComplete(done);
    }

    @Override
    public void close() throws IOException {
        client.close();
        http.close();
        timer.shutdownNow();
    }
}

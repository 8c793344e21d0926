package io.github.camellinkup.benchmarks;

import io.github.camellinkup.client.model.OutputType;
import io.github.camellinkup.client.model.SearchRequest;
import java.io.IOException;
import java.util.function.BiConsumer;

/** The component's API client by itself, without Camel and without the hand-over to another thread. */
final class ClientSearcher implements Searcher {

    private final OutputType outputType;
    private final OwnClient client;

    ClientSearcher(String baseUrl, OutputType outputType) {
        this.outputType = outputType;
        this.client = new OwnClient(baseUrl, Peer.API_KEY, 3);
    }

    @Override
    public void search(String question, BiConsumer<Object, Throwable> done) {
        client.calls()
                .search(SearchRequest.builder()
                        .q(question)
                        .outputType(outputType)
                        .build())
                .whenComplete(done);
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}

package io.github.camellinkup.component;

import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.FetchedPage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;

/** {@code linkup:fetch}: one page, which becomes the body. */
final class FetchProducer extends LinkupProducer<FetchRequest, FetchedPage> {

    FetchProducer(LinkupEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    FetchRequest request(Exchange exchange) {
        return getEndpoint().templates().readFetch(exchange.getMessage());
    }

    @Override
    CompletionStage<FetchedPage> call(Exchange exchange, FetchRequest request) {
        RedeliveryMemory memory = recall(exchange, request);
        return memory == null
                ? engine().client().fetch(request)
                : CompletableFuture.completedFuture((FetchedPage) memory.outcome());
    }

    @Override
    void answer(Exchange exchange, FetchRequest request, FetchedPage page) {
        remember(exchange, RedeliveryMemory.done(exchange, request, page));
        exchange.getMessage().setBody(page);
    }
}

package io.github.camellinkup.component;

import io.github.camellinkup.client.model.FetchedPage;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;

/** {@code linkup:fetch}: one page, which becomes the body. */
final class FetchProducer extends LinkupProducer<FetchedPage> {

    FetchProducer(LinkupEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    CompletionStage<FetchedPage> call(Exchange exchange) {
        return engine().client().fetch(getEndpoint().templates().readFetch(exchange.getMessage()));
    }

    @Override
    void answer(Exchange exchange, FetchedPage page) {
        exchange.getMessage().setBody(page);
    }
}

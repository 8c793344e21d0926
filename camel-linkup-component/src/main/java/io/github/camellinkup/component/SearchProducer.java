package io.github.camellinkup.component;

import io.github.camellinkup.client.model.SearchAnswer;
import io.github.camellinkup.client.model.SearchRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;

/** {@code linkup:search}: one search, whose answer becomes the body. */
final class SearchProducer extends LinkupProducer<SearchRequest, SearchAnswer> {

    private final AnswerBody answerBody;

    SearchProducer(LinkupEndpoint endpoint) {
        super(endpoint);
        this.answerBody = new AnswerBody(endpoint.templates().outputClass());
    }

    @Override
    SearchRequest request(Exchange exchange) {
        return getEndpoint().templates().readSearch(exchange.getMessage());
    }

    @Override
    CompletionStage<SearchAnswer> call(Exchange exchange, SearchRequest request) {
        RedeliveryMemory memory = recall(exchange, request);
        return memory == null
                ? engine().client().search(request)
                : CompletableFuture.completedFuture((SearchAnswer) memory.outcome());
    }

    @Override
    void answer(Exchange exchange, SearchRequest request, SearchAnswer answer) {
        remember(exchange, RedeliveryMemory.done(exchange, request, answer));
        answerBody.set(exchange, answer, request.structuredOutputSchema());
    }
}

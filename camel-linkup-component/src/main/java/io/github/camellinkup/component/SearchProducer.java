package io.github.camellinkup.component;

import io.github.camellinkup.client.model.SearchAnswer;
import io.github.camellinkup.client.model.SearchRequest;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;

/** {@code linkup:search}: one search, whose answer becomes the body. */
final class SearchProducer extends LinkupProducer<SearchProducer.Asked> {

    /** The answer with the schema that was asked for, which tells whether it fits the endpoint's class. */
    record Asked(SearchRequest request, SearchAnswer answer) {}

    private final AnswerBody answerBody;

    SearchProducer(LinkupEndpoint endpoint) {
        super(endpoint);
        this.answerBody = new AnswerBody(endpoint.templates().outputClass());
    }

    @Override
    CompletionStage<Asked> call(Exchange exchange) {
        SearchRequest request = getEndpoint().templates().readSearch(exchange.getMessage());
        return engine().client().search(request).thenApply(answer -> new Asked(request, answer));
    }

    @Override
    void answer(Exchange exchange, Asked asked) {
        answerBody.set(exchange, asked.answer(), asked.request().structuredOutputSchema());
    }
}

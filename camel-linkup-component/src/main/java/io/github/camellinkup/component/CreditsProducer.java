package io.github.camellinkup.component;

import io.github.camellinkup.client.model.CreditBalance;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;

/** {@code linkup:credits}: the balance becomes the body. */
final class CreditsProducer extends LinkupProducer<LinkupOperations, CreditBalance> {

    CreditsProducer(LinkupEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    LinkupOperations request(Exchange exchange) {
        return LinkupOperations.credits;
    }

    @Override
    CompletionStage<CreditBalance> call(Exchange exchange, LinkupOperations request) {
        return engine().client().creditBalance();
    }

    @Override
    boolean isFree() {
        return true;
    }

    @Override
    void answer(Exchange exchange, LinkupOperations request, CreditBalance balance) {
        exchange.getMessage().setBody(balance);
    }
}

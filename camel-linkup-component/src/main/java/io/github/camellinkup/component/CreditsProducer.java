package io.github.camellinkup.component;

import io.github.camellinkup.client.model.CreditBalance;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;

/** {@code linkup:credits}: the balance becomes the body. */
final class CreditsProducer extends LinkupProducer<CreditBalance> {

    CreditsProducer(LinkupEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    CompletionStage<CreditBalance> call(Exchange exchange) {
        return engine().client().creditBalance();
    }

    @Override
    void answer(Exchange exchange, CreditBalance balance) {
        exchange.getMessage().setBody(balance);
    }
}

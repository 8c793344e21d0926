package io.github.camellinkup.component;

import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.support.DefaultExchange;

/** What waits to hear of the end of an exchange that has never got into a route, so that nobody else tells it. */
final class PendingCompletions {

    private PendingCompletions() {}

    /** Takes them off the exchange: whoever takes them tells them. */
    static List<Synchronization> take(Exchange exchange) {
        // A pooled exchange or a copy has a unit of work already, which gives them to another exchange only.
        Exchange other = new DefaultExchange(exchange.getContext());
        exchange.getExchangeExtension().handoverCompletions(other);
        List<Synchronization> pending = other.getExchangeExtension().handoverCompletions();
        return pending == null ? List.of() : pending;
    }
}

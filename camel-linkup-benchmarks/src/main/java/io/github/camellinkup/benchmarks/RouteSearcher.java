package io.github.camellinkup.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.util.function.BiConsumer;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.impl.DefaultCamelContext;

/** A Camel route that begins with {@code direct:search}: the question goes in, the parsed answer comes out. */
final class RouteSearcher implements Searcher {

    static final String START = "direct:search";

    /** Adds the route, and what it needs. */
    interface Setup {
        void addTo(CamelContext context) throws Exception;
    }

    private final CamelContext context = new DefaultCamelContext();
    private final boolean blocking;
    private final Closeable more;
    private final Endpoint start;
    private final AsyncProducer producer;

    /** @param blocking whether the route holds the thread that calls it */
    RouteSearcher(boolean blocking, Setup setup) throws Exception {
        this(blocking, setup, () -> {});
    }

    /** @param more closed after the context */
    RouteSearcher(boolean blocking, Setup setup, Closeable more) throws Exception {
        this.blocking = blocking;
        this.more = more;
        setup.addTo(context);
        context.start();
        start = context.getEndpoint(START);
        producer = start.createAsyncProducer();
        producer.start();
    }

    @Override
    public void search(String question, BiConsumer<Object, Throwable> done) {
        Exchange exchange = start.createExchange(ExchangePattern.InOut);
        exchange.getMessage().setBody(question);
        producer.process(
                exchange, synchronously -> done.accept(exchange.getMessage().getBody(), exchange.getException()));
    }

    @Override
    public boolean isBlocking() {
        return blocking;
    }

    @Override
    public void close() throws IOException {
        producer.close();
        context.stop();
        more.close();
    }
}

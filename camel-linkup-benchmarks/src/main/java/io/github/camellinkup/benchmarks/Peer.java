package io.github.camellinkup.benchmarks;

import io.github.camellinkup.client.model.OutputType;
import io.github.camellinkup.component.LinkupComponent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.model.dataformat.JsonLibrary;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.EventNotifierSupport;

/** What is measured side by side. */
public enum Peer {
    /** HttpClient 5 by hand, Jackson databind. */
    BARE("bare HttpClient 5, Jackson records") {
        @Override
        Searcher open(String baseUrl, OutputType outputType) {
            return BareSearcher.withDatabind(baseUrl, outputType);
        }
    },

    /** The same with the component's parse. */
    BARE_SAME_READER("bare HttpClient 5, the component's reader") {
        @Override
        Searcher open(String baseUrl, OutputType outputType) {
            return BareSearcher.withComponentsReader(baseUrl, outputType);
        }
    },

    /** The first, and the caller continues on a worker thread, as in the component. */
    BARE_HAND_OVER("bare HttpClient 5, going on on a worker") {
        @Override
        Searcher open(String baseUrl, OutputType outputType) {
            return new HandOverSearcher(BareSearcher.withDatabind(baseUrl, outputType), WORKERS);
        }
    },

    /** The route that users of the component write. */
    LINKUP("route to linkup:search") {
        @Override
        Searcher open(String baseUrl, OutputType outputType) throws Exception {
            return new RouteSearcher(false, context -> addLinkupRoute(context, baseUrl, outputType));
        }
    },

    /** The same, watched: with meters and with an event notifier that hears all events of the component. */
    LINKUP_WATCHED("route to linkup:search with meters and events") {
        @Override
        Searcher open(String baseUrl, OutputType outputType) throws Exception {
            return new RouteSearcher(false, context -> {
                context.getRegistry().bind("meters", new SimpleMeterRegistry());
                context.getManagementStrategy().addEventNotifier(new CustomEvents());
                addLinkupRoute(context, baseUrl, outputType);
            });
        }
    },

    /** The part of it that knows no Camel. */
    LINKUP_CLIENT("the component's client, no Camel") {
        @Override
        Searcher open(String baseUrl, OutputType outputType) {
            return new ClientSearcher(baseUrl, outputType);
        }
    },

    /** The part of it that is any asynchronous route's. */
    CAMEL_ONLY("route to an asynchronous step that calls nobody") {
        @Override
        Searcher open(String baseUrl, OutputType outputType) throws Exception {
            ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
            return new RouteSearcher(
                    false, context -> context.addRoutes(emptyRoute(workers)), () -> workers.shutdownNow());
        }
    },

    /** What users write today. */
    CAMEL_HTTP("route to http: with marshal and unmarshal") {
        @Override
        Searcher open(String baseUrl, OutputType outputType) throws Exception {
            return new RouteSearcher(true, context -> context.addRoutes(httpRoute(baseUrl, outputType)));
        }
    },

    /** The same with as many connections as the component has. */
    CAMEL_HTTP_1000("the same, 1,000 connections") {
        @Override
        Searcher open(String baseUrl, OutputType outputType) throws Exception {
            return new RouteSearcher(true, context -> {
                HttpComponent http = context.getComponent("http", HttpComponent.class);
                http.setMaxTotalConnections(1000);
                http.setConnectionsPerRoute(1000);
                context.addRoutes(httpRoute(baseUrl, outputType));
            });
        }
    };

    static final String API_KEY = "benchmark-key";

    /** As many as the component has. */
    private static final int WORKERS = 20;

    private final String title;

    Peer(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Makes it ready for searches with answers of one type. */
    abstract Searcher open(String baseUrl, OutputType outputType) throws Exception;

    private static void addLinkupRoute(CamelContext context, String baseUrl, OutputType outputType) throws Exception {
        LinkupComponent linkup = context.getComponent("linkup", LinkupComponent.class);
        linkup.getConfiguration().setApiKey(API_KEY);
        linkup.getConfiguration().setBaseUrl(baseUrl);
        // What a call costs is measured here, without waiting for the limit of the service.
        linkup.getConfiguration().setRequestsPerSecond(0);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(RouteSearcher.START).to("linkup:search?outputType=" + outputType.apiValue());
            }
        });
    }

    private static final class CustomEvents extends EventNotifierSupport {

        private CustomEvents() {
            setIgnoreExchangeEvents(true);
        }

        @Override
        public boolean isEnabled(CamelEvent event) {
            return event.getType() == CamelEvent.Type.Custom;
        }

        @Override
        public void notify(CamelEvent event) {
            // Hearing it is what is measured.
        }
    }

    private static RouteBuilder emptyRoute(ExecutorService workers) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(RouteSearcher.START).process(new AsyncProcessorSupport() {
                    @Override
                    public boolean process(Exchange exchange, AsyncCallback callback) {
                        workers.execute(() -> {
                            exchange.getMessage().setBody("an answer");
                            callback.done(false);
                        });
                        return false;
                    }
                });
            }
        };
    }

    private static RouteBuilder httpRoute(String baseUrl, OutputType outputType) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(RouteSearcher.START)
                        .setBody(exchange -> new BareSearcher.Question(
                                exchange.getMessage().getBody(String.class), "standard", outputType.apiValue()))
                        .marshal()
                        .json(JsonLibrary.Jackson)
                        .setHeader(Exchange.HTTP_METHOD, constant(HttpMethods.POST))
                        .setHeader(Exchange.CONTENT_TYPE, constant("application/json"))
                        .setHeader("Authorization", constant("Bearer " + API_KEY))
                        .to(baseUrl + "/search")
                        .unmarshal()
                        .json(JsonLibrary.Jackson, BareSearcher.recordOf(outputType))
                        .removeHeader("Authorization");
            }
        };
    }
}

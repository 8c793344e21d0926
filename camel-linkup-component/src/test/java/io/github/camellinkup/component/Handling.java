package io.github.camellinkup.component;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;

/** Ways in which a route deals with an error. What is handled ends at {@code mock:handled}. */
enum Handling {
    DEFAULT {
        @Override
        void configure(RouteBuilder routes, String uri) {
            from(routes).to(uri);
        }

        @Override
        boolean isHandled() {
            return false;
        }
    },
    DEAD_LETTER_CHANNEL {
        @Override
        void configure(RouteBuilder routes, String uri) {
            withDeadLetterChannel(routes).to(uri);
        }
    },
    ON_EXCEPTION {
        @Override
        void configure(RouteBuilder routes, String uri) {
            from(routes)
                    .onException(Exception.class)
                    .maximumRedeliveries(50)
                    .redeliveryDelay(0)
                    .handled(true)
                    .to("mock:handled")
                    .end()
                    .to(uri);
        }
    },
    DO_TRY {
        @Override
        void configure(RouteBuilder routes, String uri) {
            from(routes)
                    .doTry()
                    .to(uri)
                    .doCatch(Exception.class)
                    .to("mock:handled")
                    .end();
        }
    },
    DO_TRY_AROUND_A_ROUTE_WITH_REDELIVERIES {
        @Override
        void configure(RouteBuilder routes, String uri) {
            from(routes)
                    .doTry()
                    .to("direct:inner")
                    .doCatch(Exception.class)
                    .to("mock:handled")
                    .end();
            from(routes, "direct:inner").to(uri);
        }
    },
    CALLER_WITH_REDELIVERIES {
        @Override
        void configure(RouteBuilder routes, String uri) {
            withDeadLetterChannel(routes).to("direct:inner");
            routes.from("direct:inner").errorHandler(routes.noErrorHandler()).to(uri);
        }
    },
    ENRICH {
        @Override
        void configure(RouteBuilder routes, String uri) {
            withDeadLetterChannel(routes).enrich(uri);
        }
    },
    TO_D {
        @Override
        void configure(RouteBuilder routes, String uri) {
            withDeadLetterChannel(routes)
                    .setHeader("where", routes.constant(uri))
                    .toD("${header.where}");
        }
    };

    static final int REDELIVERIES = 3;

    abstract void configure(RouteBuilder routes, String uri);

    boolean isHandled() {
        return true;
    }

    static RouteDefinition from(RouteBuilder routes) {
        return from(routes, "direct:in");
    }

    static RouteDefinition from(RouteBuilder routes, String uri) {
        return routes.from(uri)
                .errorHandler(routes.defaultErrorHandler()
                        .maximumRedeliveries(REDELIVERIES)
                        .redeliveryDelay(0));
    }

    static RouteDefinition withDeadLetterChannel(RouteBuilder routes) {
        return routes.from("direct:in")
                .errorHandler(routes.deadLetterChannel("mock:handled")
                        .maximumRedeliveries(REDELIVERIES)
                        .redeliveryDelay(0));
    }
}

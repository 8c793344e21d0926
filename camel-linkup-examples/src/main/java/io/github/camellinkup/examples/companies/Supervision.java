package io.github.camellinkup.examples.companies;

import org.apache.camel.builder.RouteBuilder;

/** How the flow begins after an earlier one that was stopped, and how it ends if nothing comes any more. */
public final class Supervision extends RouteBuilder {

    private static final int MILLIS_BETWEEN_LOOKS = 250;

    private final Leftovers leftovers;
    private final Run run;

    public Supervision(Leftovers leftovers, Run run) {
        this.leftovers = leftovers;
        this.run = run;
    }

    @Override
    public void configure() {
        // The component reconciles calls that were under way as soon as results are received.
        from("direct:take-over")
                .routeId("take-over")
                .errorHandler(noErrorHandler())
                .loopDoWhile(exchange -> !run.isOver() && leftovers.areUnsettled())
                .delay(MILLIS_BETWEEN_LOOKS)
                .end()
                .end()
                .process(exchange -> run.leftOver(leftovers.find()));

        from("timer:silence?delay=1000&period=10000")
                .routeId("end-after-silence")
                .bean(run, "endIfSilentFor({{companies.minutes-of-silence}})");
    }
}

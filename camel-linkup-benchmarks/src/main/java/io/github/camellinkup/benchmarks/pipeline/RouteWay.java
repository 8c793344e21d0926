package io.github.camellinkup.benchmarks.pipeline;

import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.component.LinkupComponent;
import io.github.camellinkup.component.LinkupConstants;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** Two routes with default options: one sends tasks, the other gets their results. */
final class RouteWay implements Way {

    private static final String SEND = "direct:send";
    private static final String RESULTS = "results";

    private final CamelContext context = new DefaultCamelContext();
    private final Taken taken;

    RouteWay(StandInProcess standIn, Scenario scenario, Taken taken) throws Exception {
        this.taken = taken;
        LinkupComponent linkup = context.getComponent("linkup", LinkupComponent.class);
        linkup.getConfiguration().setApiKey(standIn.apiKey());
        linkup.getConfiguration().setBaseUrl(standIn.baseUrl());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(SEND).to("linkup:tasks?type=" + scenario.type());
                from("linkup:tasks?taskScope=submitted")
                        .routeId(RESULTS)
                        .autoStartup(!scenario.afterwards())
                        .process(RouteWay.this::take);
            }
        });
        context.start();
    }

    private void take(Exchange exchange) {
        taken.add(
                exchange.getMessage().getHeader(LinkupConstants.TASK_ID, String.class),
                exchange.getMessage().getHeader(LinkupConstants.UPDATED_AT, Instant.class));
    }

    @Override
    public void send(List<LinkupRequest> requests) {
        context.createProducerTemplate().requestBody(SEND, requests);
    }

    @Override
    public void receive(Duration limit) throws Exception {
        context.getRouteController().startRoute(RESULTS);
        taken.await(limit);
    }

    @Override
    public void close() {
        context.stop();
    }
}

package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** With the clock of the system and the limits of the service. */
class RealPaceTest {

    @Test
    void noReadOfAKeyIsRefusedWhoeverReads() throws Exception {
        try (LinkupStandIn standIn = LinkupStandIn.start();
                DefaultCamelContext first = new DefaultCamelContext();
                DefaultCamelContext second = new DefaultCamelContext()) {
            List<CompletableFuture<Exchange>> reads = new ArrayList<>();
            for (DefaultCamelContext context : List.of(first, second)) {
                context.disableJMX();
                LinkupComponent component = context.getComponent("linkup", LinkupComponent.class);
                component.getConfiguration().setApiKey(standIn.apiKey());
                component.getConfiguration().setBaseUrl(standIn.baseUrl());
                component.getConfiguration().setMaxRetries(0);
                context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("linkup:tasks?since=1h&initialDelay=0&delay=1&greedy=true")
                                .to("log:finished?level=DEBUG");
                    }
                });
                context.start();
                ProducerTemplate template = context.createProducerTemplate();
                reads.add(template.asyncSend("linkup:tasks?mode=list", exchange -> {}));
                reads.add(template.asyncSend("linkup:research?mode=list", exchange -> {}));
            }
            CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);

            assertThat(reads)
                    .allSatisfy(read -> assertThat(read.join().getException()).isNull());
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> standIn.count(Operation.TASKS_LIST) + standIn.count(Operation.RESEARCH_LIST) >= 5);
            assertThat(standIn.refusedReads()).isZero();
        }
    }

    @Test
    void noSearchOfAKeyFailsHoweverManyComeAtOnce() throws Exception {
        try (LinkupStandIn standIn =
                        LinkupStandIn.builder().directCallsPerSecond(10).start();
                DefaultCamelContext first = new DefaultCamelContext();
                DefaultCamelContext second = new DefaultCamelContext()) {
            List<CompletableFuture<Exchange>> searches = new ArrayList<>();
            for (DefaultCamelContext context : List.of(first, second)) {
                context.disableJMX();
                LinkupComponent component = context.getComponent("linkup", LinkupComponent.class);
                component.getConfiguration().setApiKey(standIn.apiKey());
                component.getConfiguration().setBaseUrl(standIn.baseUrl());
                context.start();
                searches.addAll(DrivenLimits.send(context, "linkup:search", Collections.nCopies(20, "camel")));
            }
            CompletableFuture.allOf(searches.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);

            assertThat(searches).allSatisfy(search -> assertThat(search.join().getException())
                    .isNull());
            assertThat(standIn.refusedDirectCalls()).isLessThan(20);
        }
    }
}

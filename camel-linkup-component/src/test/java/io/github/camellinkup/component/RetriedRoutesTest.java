package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.Task;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A route whose caller tries it again as a whole, because a later step has failed, asks and creates nothing twice. */
class RetriedRoutesTest extends ConsumerTestSupport {

    /** A route without an error handler, which its caller tries again as a whole. */
    private static void calledAgain(RouteBuilder routes, Consumer<RouteDefinition> steps) {
        Handling.from(routes).to("direct:inner");
        steps.accept(routes.from("direct:inner").errorHandler(routes.noErrorHandler()));
    }

    /** A step that fails so often. */
    private static Processor failing(int times) {
        AtomicInteger failures = new AtomicInteger(times);
        return exchange -> {
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("the CRM is down");
            }
        };
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rowsOfASplitThatIsTriedAgainAsAWhole(boolean stopOnException) throws Exception {
        Processor failing = failing(2);
        routes(routes -> {
            var split = Handling.from(routes).split(routes.body());
            (stopOnException ? split.stopOnException() : split).to("direct:row").to("mock:sent");
            routes.from("direct:row")
                    .errorHandler(routes.noErrorHandler())
                    .to("linkup:tasks?mode=single&type=search")
                    .process(failing);
        });

        template.sendBody("direct:in", List.of("a", "b", "c"));

        assertThat(standIn().tasks()).hasSize(3);
        assertThat(getMockEndpoint("mock:sent").getExchanges()).hasSize(3);
    }

    @Test
    void aSingleTaskIsCreatedOnceThoughALaterStepFails() throws Exception {
        Processor failing = failing(2);
        routes(routes -> calledAgain(routes, inner -> inner.setBody(routes.simple("a question of ${body}"))
                .to("linkup:tasks?mode=single&type=search")
                .process(failing)));

        Exchange sent =
                template.send("direct:in", exchange -> exchange.getMessage().setBody("Ann"));

        assertThat(standIn().tasks()).hasSize(1);
        assertThat(sent.getMessage().getBody(Task.class).id())
                .isEqualTo(standIn().tasks().get(0).id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"linkup:search", "linkup:fetch"})
    void aDirectCallIsMadeOnceThoughALaterStepFails(String uri) throws Exception {
        Processor failing = failing(2);
        routes(routes ->
                calledAgain(routes, inner -> inner.to(uri).to("mock:answered").process(failing)));

        Exchange sent =
                template.send("direct:in", exchange -> exchange.getMessage().setBody("https://a.org"));

        assertThat(sent.getException()).isNull();
        assertThat(standIn().count()).isEqualTo(1);
        assertThat(getMockEndpoint("mock:answered").getExchanges())
                .hasSize(3)
                .extracting(exchange -> exchange.getMessage().getBody())
                .containsOnly(sent.getMessage().getBody());
    }

    @Test
    void aLoopCreatesATaskInEachRound() throws Exception {
        routes(routes -> routes.from("direct:in")
                .loop(3)
                .setBody(routes.constant("the same question"))
                .to("linkup:tasks?mode=single&type=search"));

        template.sendBody("direct:in", null);

        assertThat(standIn().tasks()).hasSize(3);
    }

    @Test
    void twoEqualStepsCreateATaskEach() throws Exception {
        String uri = "linkup:tasks?mode=single&type=search";
        Processor failing = failing(1);
        routes(routes -> calledAgain(routes, inner -> inner.setBody(routes.constant("the same question"))
                .to(uri)
                .setBody(routes.constant("the same question"))
                .to(uri)
                .process(failing)));

        template.sendBody("direct:in", null);

        assertThat(standIn().tasks()).hasSize(2);
    }
}

package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.client.model.SourcedAnswer;
import io.github.camellinkup.engine.exception.LinkupTaskFailedException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An exchange that is redelivered waits for the task that it has. */
class AwaitRedeliveryTest extends ConsumerTestSupport {

    private void redelivering(String uri, int times, Runnable onRedelivery) throws Exception {
        routes(routes -> routes.from("direct:in")
                .errorHandler(routes.deadLetterChannel("mock:dead")
                        .maximumRedeliveries(times)
                        .redeliveryDelay(0)
                        .onRedelivery(exchange -> onRedelivery.run()))
                .to(uri)
                .to("mock:answered"));
    }

    private Exchange send() {
        return template.send("direct:in", exchange -> exchange.getMessage().setBody("camel"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "linkup:tasks?mode=await&type=search&awaitTimeout=400",
                "linkup:research?mode=await&awaitTimeout=400"
            })
    void aResultThatIsLateIsWaitedForAgain(String uri) throws Exception {
        AtomicInteger redeliveries = new AtomicInteger();
        redelivering(uri, 3, () -> {
            if (redeliveries.incrementAndGet() == 3) {
                CLOCK.advance(TASK_TIME);
            }
        });

        Exchange sent = send();

        assertThat(sent.getMessage().getBody()).isInstanceOf(SourcedAnswer.class);
        assertThat(redeliveries).hasValue(3);
        assertThat(standIn().tasks()).hasSize(1);
        awaitEmptyRepository();
    }

    /** Without a cache each delivery gets a new producer. */
    @ParameterizedTest
    @ValueSource(strings = {"toD", "recipientList"})
    void soItIsWhereTheAddressIsMadeForEachMessage(String step) throws Exception {
        String uri = "linkup:tasks?mode=await&type=search&awaitTimeout=400";
        AtomicInteger redeliveries = new AtomicInteger();
        routes(routes -> {
            var route = routes.from("direct:in")
                    .errorHandler(routes.deadLetterChannel("mock:dead")
                            .maximumRedeliveries(3)
                            .redeliveryDelay(0)
                            .onRedelivery(exchange -> {
                                if (redeliveries.incrementAndGet() == 3) {
                                    CLOCK.advance(TASK_TIME);
                                }
                            }));
            if (step.equals("toD")) {
                route.toD(uri, -1);
            } else {
                route.recipientList(routes.constant(uri), "#").cacheSize(-1);
            }
        });

        Exchange sent = send();

        assertThat(sent.getMessage().getBody()).isInstanceOf(SourcedAnswer.class);
        assertThat(standIn().tasks()).hasSize(1);
    }

    @Test
    void whileItIsWaitedForAgainNoConsumerEmitsIt() throws Exception {
        AtomicInteger redeliveries = new AtomicInteger();
        redelivering("linkup:tasks?mode=await&type=search&awaitTimeout=700", 1, redeliveries::incrementAndGet);
        var sent = template.asyncSend(
                "direct:in", exchange -> exchange.getMessage().setBody("camel"));
        await().until(() -> redeliveries.get() == 1 && isAwaited());
        consumeFrom("linkup:tasks?taskScope=submitted&" + FAST);
        awaitPolls(2);
        CLOCK.advance(TASK_TIME);

        assertThat(sent.get(20, TimeUnit.SECONDS).getMessage().getBody()).isInstanceOf(SourcedAnswer.class);
        awaitEmptyRepository();
        assertThat(emitted()).isEmpty();
    }

    private boolean isAwaited() {
        return pending(repository()).stream().anyMatch(task -> task.isAwaited(CLOCK.instant()));
    }

    @Test
    void whenAllRedeliveriesWereInVainAConsumerEmitsIt() throws Exception {
        redelivering("linkup:tasks?mode=await&type=search&awaitTimeout=50", 3, () -> {});

        send();

        assertThat(getMockEndpoint("mock:dead").getExchanges()).hasSize(1);
        assertThat(standIn().tasks()).hasSize(1);
        CLOCK.advance(TASK_TIME);
        consumeFrom("linkup:tasks?taskScope=submitted&" + FAST);
        await().until(() -> emitted().size() == 1);
        awaitEmptyRepository();
    }

    @Test
    void aResultThatHasComeIsNotAskedForAgainWhereALaterStepFails() throws Exception {
        AtomicInteger failures = new AtomicInteger(2);
        routes(routes -> {
            routes.from("direct:in")
                    .errorHandler(
                            routes.defaultErrorHandler().maximumRedeliveries(3).redeliveryDelay(0))
                    .to("direct:inner");
            routes.from("direct:inner")
                    .errorHandler(routes.noErrorHandler())
                    .to("linkup:tasks?mode=await&type=search")
                    .process(exchange -> {
                        if (failures.getAndDecrement() > 0) {
                            throw new IllegalStateException("the CRM is down");
                        }
                    });
        });
        var sent = template.asyncSend(
                "direct:in", exchange -> exchange.getMessage().setBody("camel"));
        await().until(() -> standIn().tasks().size() == 1);
        CLOCK.advance(TASK_TIME);

        assertThat(sent.get(20, TimeUnit.SECONDS).getMessage().getBody()).isInstanceOf(SourcedAnswer.class);
        assertThat(standIn().tasks()).hasSize(1);
        awaitEmptyRepository();
    }

    /** It has cost nothing. */
    @Test
    void aTaskThatHasFailedIsSentAgain() throws Exception {
        standIn().failTasksWhen(task -> standIn().tasks().isEmpty(), "no such company");
        routes(routes -> routes.from("direct:in")
                .errorHandler(
                        routes.defaultErrorHandler().maximumRedeliveries(3).redeliveryDelay(0))
                .onException(LinkupTaskFailedException.class)
                .maximumRedeliveries(3)
                .redeliveryDelay(0)
                .end()
                .to("linkup:tasks?mode=await&type=search"));
        var sent = template.asyncSend(
                "direct:in", exchange -> exchange.getMessage().setBody("camel"));
        await().until(() -> standIn().tasks().size() == 1);
        CLOCK.advance(TASK_TIME);
        await().until(() -> standIn().tasks().size() == 2);
        CLOCK.advance(TASK_TIME);

        assertThat(sent.get(20, TimeUnit.SECONDS).getMessage().getBody()).isInstanceOf(SourcedAnswer.class);
        awaitEmptyRepository();
    }
}

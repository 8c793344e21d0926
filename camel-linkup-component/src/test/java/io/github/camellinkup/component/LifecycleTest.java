package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.client.exception.LinkupTasksQueueLimitExceededException;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.ratelimit.RateLimits;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.Operation;
import io.github.camellinkup.test.ReceivedCall;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LifecycleTest extends LinkupTestSupport {

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:search").routeId("search").to("linkup:search");
                from("direct:dynamic").toD("linkup:search?depth=${header.depth}&maxResults=${header.most}");
                from("linkup:tasks?taskScope=submitted&initialDelay=0&delay=1").to("mock:finished");
            }
        };
    }

    private CompletableFuture<Exchange> asyncRequest(String uri) {
        return template.asyncSend(uri, exchange -> exchange.getIn().setBody("camel"));
    }

    private LinkupComponent component() {
        return context.getComponent("linkup", LinkupComponent.class);
    }

    /** A context that was stopped has forgotten its components, and with them what a test had set on them. */
    private void configure() {
        component().setTime(TestTime.of(CLOCK, anHourLater));
        component().getConfiguration().setApiKey(API_KEY);
        component().getConfiguration().setBaseUrl(standIn().baseUrl());
        component().getConfiguration().setMaxRetryDelay(Duration.ofMillis(1));
    }

    private final AtomicLong hours = new AtomicLong();
    private final java.util.function.LongSupplier anHourLater =
            () -> hours.addAndGet(Duration.ofHours(1).toNanos());

    private void restart() throws Exception {
        context.stop();
        configure();
        context.start();
        template = context.createProducerTemplate();
    }

    private void theWholeContextWorks() throws Exception {
        getMockEndpoint("mock:finished").reset();
        getMockEndpoint("mock:finished").expectedHeaderReceived(LinkupConstants.REFERENCE, "R");
        getMockEndpoint("mock:finished").expectedMinimumMessageCount(1);
        assertThat(template.requestBody("direct:search", (Object) "camel")).isNotNull();
        template.sendBodyAndHeader("linkup:tasks?mode=single&type=search", "camel", LinkupConstants.REFERENCE, "R");
        CLOCK.advance(TASK_TIME);
        getMockEndpoint("mock:finished").assertIsSatisfied();
        await().until(() -> pending(component().getTaskRepository()).isEmpty());
    }

    @Test
    void aContextThatWasStoppedWorksAgainAfterAStart() throws Exception {
        theWholeContextWorks();
        for (int i = 0; i < 2; i++) {
            restart();
            theWholeContextWorks();
        }
    }

    @Test
    void aRouteThatWasSuspendedOrStoppedWorksAgain() throws Exception {
        context.getRouteController().suspendRoute("search");
        context.getRouteController().resumeRoute("search");
        assertThat(template.requestBody("direct:search", (Object) "a")).isNotNull();
        context.getRouteController().stopRoute("search");
        context.getRouteController().startRoute("search");
        assertThat(template.requestBody("direct:search", (Object) "b")).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"linkup:search, SEARCH", "linkup:credits, CREDITS", "linkup:tasks?mode=list, TASKS_LIST"})
    void stoppingGivesBackAnExchangeWhoseAnswerHasNotCome(String uri, Operation operation) throws Exception {
        standIn().latency(operation, Duration.ofMinutes(5));
        CompletableFuture<Exchange> call = asyncRequest(uri);
        await().until(() -> standIn().count(operation) == 1);

        context.stop();

        assertThat(call.get(20, TimeUnit.SECONDS).getException()).isNotNull();
    }

    @Test
    void stoppingWhileATaskIsCreatedSaysThatItsFateIsUnknown() throws Exception {
        standIn().latency(Operation.TASKS_CREATE, Duration.ofMinutes(5));
        CompletableFuture<Exchange> call = asyncRequest("linkup:tasks?mode=single&type=search");
        await().until(() -> standIn().count(Operation.TASKS_CREATE) == 1);

        context.stop();

        assertThat(call.get(20, TimeUnit.SECONDS).getException())
                .isInstanceOf(LinkupSubmissionUncertainException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mode=single", "mode=batch"})
    void stoppingGivesBackTasksThatWaitForRoomInTheQueue(String mode) throws Exception {
        standIn().failNext(Operation.TASKS_CREATE, 100, Fault.error(429, "TASKS_QUEUE_LIMIT_EXCEEDED"));
        standIn().failNext(Operation.TASKS_LIST, 100, Fault.error(500, "INTERNAL"));
        CompletableFuture<Exchange> call =
                template.asyncSend("linkup:tasks?maxRetries=0&type=search&" + mode, exchange -> exchange.getIn()
                        .setBody(mode.equals("mode=batch") ? List.of("camel") : "camel"));
        await().until(() -> standIn().count(Operation.TASKS_LIST) >= 1);

        context.stop();

        assertThat(call.get(20, TimeUnit.SECONDS).getException())
                .isInstanceOf(LinkupTasksQueueLimitExceededException.class);
    }

    @Test
    void stoppingGivesBackAnExchangeThatWaitsForItsRetry() throws Exception {
        standIn().failNext(Operation.SEARCH, Fault.tooManyRequests(Duration.ofMinutes(5)));
        CompletableFuture<Exchange> call = asyncRequest("linkup:search?maxRetryDelay=600000");
        await().until(() -> standIn().count(Operation.SEARCH) == 1);

        context.stop();

        assertThat(call.get(20, TimeUnit.SECONDS).getException()).isNotNull();
        assertThat(standIn().count(Operation.SEARCH)).isEqualTo(1);
    }

    @Test
    void stoppingGivesBackAnExchangeThatWaitsForItsTurn() throws Exception {
        AtomicLong still = new AtomicLong();
        RateLimits limits = RateLimits.of(still::get);
        context.stop();
        configure();
        component().setTime(TestTime.of(CLOCK, still::get, account -> limits));
        context.start();
        template = context.createProducerTemplate();
        template.requestBody("linkup:tasks?mode=list", (Object) null);
        CompletableFuture<Exchange> second = asyncRequest("linkup:tasks?mode=list");

        context.stop();

        assertThat(second.get(20, TimeUnit.SECONDS).getException()).isNotNull();
        assertThat(standIn().count(Operation.TASKS_LIST)).isEqualTo(1);
    }

    @Test
    void aLazyProducerIsMadeAtItsFirstMessage() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:lazy").to("linkup:search?lazyStartProducer=true&depth=fast");
            }
        });

        assertThat(template.requestBody("direct:lazy", (Object) "camel")).isNotNull();
        assertThat(onlyCall(Operation.SEARCH).json().path("depth").asText()).isEqualTo("fast");
    }

    @Test
    void twoComponentsHaveTheirOwnKeysAndAddresses() throws Exception {
        try (LinkupStandIn other = LinkupStandIn.builder().apiKeys("other-key").start()) {
            LinkupComponent second = new LinkupComponent(context);
            second.getConfiguration().setApiKey("other-key");
            second.getConfiguration().setBaseUrl(other.baseUrl());
            context.addComponent("linkup-b", second);

            template.requestBody("linkup:search", (Object) "a");
            template.requestBody("linkup-b:search?depth=deep", (Object) "b");

            assertThat(onlyCall(Operation.SEARCH).header("Authorization")).hasValue("Bearer " + API_KEY);
            assertThat(other.received(Operation.SEARCH)).singleElement().satisfies(call -> {
                assertThat(call.header("Authorization")).hasValue("Bearer other-key");
                assertThat(call.json().path("depth").asText()).isEqualTo("deep");
            });
            second.stop();
            assertThat(template.requestBody("linkup:search", (Object) "a")).isNotNull();
        }
    }

    @Test
    void endpointsShareAnEngineIfTheyAgreeInKeyAndAddressAndOnlyThen() {
        LinkupEndpoint one = context.getEndpoint("linkup:search?depth=fast", LinkupEndpoint.class);
        LinkupEndpoint two = context.getEndpoint("linkup:tasks?mode=list", LinkupEndpoint.class);
        LinkupEndpoint otherKey = context.getEndpoint("linkup:tasks?mode=list&apiKey=other", LinkupEndpoint.class);
        LinkupEndpoint otherPlace =
                context.getEndpoint("linkup:tasks?mode=list&baseUrl=http://localhost:1/v1", LinkupEndpoint.class);

        assertThat(one.engine()).isSameAs(two.engine());
        assertThat(List.of(one.engine(), otherKey.engine(), otherPlace.engine()))
                .doesNotHaveDuplicates();
    }

    @Test
    void readsOfEndpointsWithDifferentKeysDoNotWaitForEachOther() throws Exception {
        Set<String> accounts = ConcurrentHashMap.newKeySet();
        AtomicLong still = new AtomicLong();
        context.stop();
        configure();
        component().setTime(TestTime.of(CLOCK, still::get, account -> {
            assertThat(accounts.add(account.digest()))
                    .as("asked once for each key")
                    .isTrue();
            return RateLimits.of(still::get);
        }));
        context.start();
        template = context.createProducerTemplate();

        template.requestBody("linkup:tasks?mode=list", (Object) null);
        Exchange other = asyncRequest("linkup:tasks?mode=list&apiKey=other").get(20, TimeUnit.SECONDS);

        assertThat(other.getException())
                .as("it was sent, and refused for its key")
                .isNotNull();
        assertThat(standIn().received(Operation.TASKS_LIST))
                .extracting(ReceivedCall::status)
                .containsExactly(200, 401);
        assertThat(accounts).hasSize(2);
    }

    @Test
    void aDynamicUriIsReadForEachMessage() {
        for (int i = 1; i <= 30; i++) {
            String depth = List.of("fast", "standard", "deep").get(i % 3);
            template.requestBodyAndHeaders("direct:dynamic", "camel", java.util.Map.of("depth", depth, "most", i));
        }

        assertThat(standIn().received(Operation.SEARCH))
                .extracting(call -> call.json().path("depth").asText()
                        + call.json().path("maxResults").asInt())
                .contains("standard1", "deep2", "fast3", "fast30")
                .hasSize(30);
        assertThat(threads()).as("one pool for all endpoints").isLessThan(40);
    }

    @Test
    void aBadDynamicUriFailsItsMessageOnly() {
        assertThatThrownBy(() -> template.requestBodyAndHeaders(
                        "direct:dynamic", "camel", java.util.Map.of("depth", "abyss", "most", 1)))
                .hasStackTraceContaining("depth");
        assertThat(template.requestBodyAndHeaders(
                        "direct:dynamic", "camel", java.util.Map.of("depth", "deep", "most", 1)))
                .isNotNull();
    }

    private long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("Camel (" + context.getName() + ")")
                        && thread.getName().contains("Linkup"))
                .count();
    }

    @Test
    void stopsAndStartsLeaveNoThreadBehind() throws Exception {
        for (int i = 0; i < 3; i++) {
            template.requestBody("direct:search", (Object) "camel");
            context.stop();
            await().until(() -> threads() == 0);
            configure();
            context.start();
            template = context.createProducerTemplate();
        }
        context.stop();

        await().until(() -> threads() == 0);
    }
}

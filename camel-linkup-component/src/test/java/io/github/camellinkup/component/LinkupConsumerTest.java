package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.SourcedAnswer;
import io.github.camellinkup.client.model.StructuredAnswer;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.test.Operation;
import io.github.camellinkup.test.StandInTask;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/** What the consumer emits of the tasks that were sent from here: {@code taskScope=submitted}. */
class LinkupConsumerTest extends ConsumerTestSupport {

    public record Company(String name, int employees) {}

    @Test
    void aFinishedTaskIsEmittedOnceWithItsReferenceHeadersAndOutput() throws Exception {
        finished().expectedMessageCount(1);
        consumeFrom("linkup:tasks?taskScope=submitted&" + FAST);
        template.sendBodyAndHeaders(
                "linkup:tasks?mode=single&type=search&keepHeaders=crmId",
                "camel",
                Map.of(LinkupConstants.REFERENCE, "ACME-1", "crmId", 7));

        CLOCK.advance(TASK_TIME);
        finished().assertIsSatisfied();
        awaitEmptyRepository();

        Exchange exchange = finished().getExchanges().get(0);
        StandInTask task = standIn().tasks().get(0);
        assertThat(exchange.getMessage().getBody()).isInstanceOf(SourcedAnswer.class);
        assertThat(exchange.getMessage().getHeaders())
                .containsEntry(LinkupConstants.TASK_ID, task.id())
                .containsEntry(LinkupConstants.TASK_TYPE, "search")
                .containsEntry(LinkupConstants.TASK_STATUS, "completed")
                .containsEntry(LinkupConstants.REFERENCE, "ACME-1")
                .containsEntry("crmId", 7)
                .containsKeys(LinkupConstants.CREATED_AT, LinkupConstants.UPDATED_AT)
                .doesNotContainKey(LinkupConstants.TASK_ERROR);
    }

    @Test
    void withNothingOutstandingNothingIsCalled() throws Exception {
        AtomicInteger polls = new AtomicInteger();
        context.getRegistry().bind("countPolls", new org.apache.camel.support.DefaultPollingConsumerPollStrategy() {
            @Override
            public void commit(org.apache.camel.Consumer consumer, org.apache.camel.Endpoint endpoint, int polled) {
                polls.incrementAndGet();
            }
        });
        consumeFrom("linkup:tasks?taskScope=submitted&pollStrategy=#countPolls&" + FAST);

        await().until(() -> polls.get() > 20);

        assertThat(standIn().count()).isZero();
    }

    @Test
    void aThousandTasksAreEachEmittedOnce() throws Exception {
        finished().expectedMessageCount(1_000);
        consumeFrom("linkup:tasks?taskScope=submitted&" + FAST);
        List<TaskRequest> requests = IntStream.range(0, 1_000)
                .mapToObj(i -> TaskRequest.of(
                                SearchRequest.builder().q("question " + i).build())
                        .withReference("row " + i))
                .toList();
        template.sendBody("linkup:tasks", requests);

        CLOCK.advance(TASK_TIME);
        finished().assertIsSatisfied(20_000);
        awaitEmptyRepository();

        assertThat(finished().getExchanges())
                .extracting(e -> e.getMessage().getHeader(LinkupConstants.REFERENCE))
                .doesNotHaveDuplicates()
                .hasSize(1_000);
    }

    @Test
    void aRouteThatFailsGetsTheTaskAgain() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("linkup:tasks?taskScope=submitted&" + FAST)
                        .process(exchange -> {
                            exchange.getMessage().removeHeaders("CamelLinkup*");
                            if (tries.incrementAndGet() < 3) {
                                throw new IllegalStateException("the CRM is down");
                            }
                        })
                        .to("mock:finished");
            }
        });
        finished().expectedMessageCount(1);
        template.sendBody("linkup:tasks?mode=single&type=search", "camel");

        CLOCK.advance(TASK_TIME);
        finished().assertIsSatisfied();
        awaitEmptyRepository();

        assertThat(tries).hasValue(3);
    }

    @Test
    void aTaskIsNotEmittedAgainWhileAnotherThreadStillWorksOnIt() throws Exception {
        CountDownLatch crmAnswers = new CountDownLatch(1);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("linkup:tasks?taskScope=submitted&" + FAST)
                        .routeId("finished")
                        .to("mock:taken")
                        .to("seda:crm?waitForTaskToComplete=Never");
                from("seda:crm").process(exchange -> crmAnswers.await()).to("mock:finished");
            }
        });
        finished().expectedMessageCount(1);
        getMockEndpoint("mock:taken").expectedMessageCount(1);
        template.sendBody("linkup:tasks?mode=single&type=search", "camel");
        CLOCK.advance(TASK_TIME);
        getMockEndpoint("mock:taken").assertIsSatisfied();
        awaitPolls(5);
        assertThat(pending(repository())).hasSize(1);

        crmAnswers.countDown();
        finished().assertIsSatisfied();
        awaitEmptyRepository();

        assertThat(getMockEndpoint("mock:taken").getReceivedCounter()).isEqualTo(1);
    }

    @Test
    void researchComesThroughItsOwnList() throws Exception {
        finished().expectedMessageCount(1);
        consumeFrom("linkup:research?taskScope=submitted&" + FAST);
        template.sendBodyAndHeader("linkup:research", "why", LinkupConstants.REFERENCE, "R");

        CLOCK.advance(TASK_TIME);
        finished().assertIsSatisfied();

        assertThat(finished().getExchanges().get(0).getMessage().getBody()).isInstanceOf(SourcedAnswer.class);
        assertThat(finished().getExchanges().get(0).getMessage().getHeader(LinkupConstants.REFERENCE))
                .isEqualTo("R");
        assertThat(standIn().count(Operation.TASKS_LIST)).isZero();
        assertThat(standIn().received(Operation.RESEARCH_LIST, Operation.RESEARCH_GET))
                .isNotEmpty();
        assertThat(standIn().count(Operation.TASKS_GET)).isZero();
    }

    @Test
    void aStructuredOutputBecomesAnInstanceOfTheClass() throws Exception {
        standIn().answerSearch(input -> json("{\"name\":\"Camel\",\"employees\":3}"));
        finished().expectedMessageCount(1);
        String type = "structuredOutputClass=" + Company.class.getName();
        consumeFrom("linkup:tasks?taskScope=submitted&" + type + "&" + FAST);
        template.sendBody("linkup:tasks?mode=single&type=search&" + type, "camel");

        CLOCK.advance(TASK_TIME);
        finished().assertIsSatisfied();

        Exchange exchange = finished().getExchanges().get(0);
        assertThat(exchange.getMessage().getBody()).isEqualTo(new Company("Camel", 3));
        assertThat(exchange.getProperty(LinkupConstants.ANSWER_PROPERTY)).isInstanceOf(StructuredAnswer.class);
    }

    @Test
    void aPollEmitsNoMoreThanItsLimitAndLosesNothing() throws Exception {
        List<Integer> batchSizes = new CopyOnWriteArrayList<>();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("linkup:tasks?taskScope=submitted&maxMessagesPerPoll=7&" + FAST)
                        .process(e -> batchSizes.add(e.getProperty(Exchange.BATCH_SIZE, Integer.class)))
                        .to("mock:finished");
            }
        });
        finished().expectedMessageCount(20);
        template.sendBody("linkup:tasks?type=search", Collections.nCopies(20, "camel"));

        CLOCK.advance(TASK_TIME);
        finished().assertIsSatisfied();
        awaitEmptyRepository();

        assertThat(batchSizes).allMatch(size -> size <= 7).hasSize(20);
    }

    @Test
    void pollEnrichBringsOneFinishedTask() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:next").pollEnrich("linkup:tasks?taskScope=submitted&" + FAST, 20_000);
            }
        });
        template.sendBodyAndHeader("linkup:tasks?mode=single&type=search", "camel", "CamelLinkupReference", "R");
        CLOCK.advance(TASK_TIME);

        Exchange exchange = template.request("direct:next", e -> {});

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody()).isInstanceOf(SourcedAnswer.class);
        awaitEmptyRepository();
    }
}

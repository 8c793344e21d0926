package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.client.model.FetchedPage;
import io.github.camellinkup.client.model.RawJson;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.SourcedAnswer;
import io.github.camellinkup.client.model.StructuredAnswer;
import io.github.camellinkup.engine.exception.LinkupTaskFailedException;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.test.ForeignTask;
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
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.Test;

class LinkupConsumerTest extends LinkupTestSupport {

    /** The pace of polls does not matter here: the stand-in's clock says when tasks finish. */
    private static final String FAST = "initialDelay=0&delay=1";

    public record Company(String name, int employees) {}

    private void consume(String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId("finished").to("mock:finished");
            }
        });
    }

    private MockEndpoint finished() {
        return getMockEndpoint("mock:finished");
    }

    private TaskRepository repository() {
        return context.getComponent("linkup", LinkupComponent.class).getTaskRepository();
    }

    private static long reads() {
        return standIn()
                .received(Operation.TASKS_LIST, Operation.TASKS_GET, Operation.RESEARCH_LIST, Operation.RESEARCH_GET)
                .size();
    }

    private static void awaitPolls(int more) {
        long reads = reads();
        await().until(() -> reads() >= reads + more);
    }

    /** Polls that call nothing are seen by nobody but the consumer. */
    private void awaitPollsWithoutReads(int more) {
        LinkupConsumer consumer = (LinkupConsumer) context.getRoutes().get(0).getConsumer();
        long polls = consumer.getCounter();
        await().until(() -> consumer.getCounter() >= polls + more);
    }

    @Test
    void aFinishedTaskIsEmittedOnceWithItsReferenceHeadersAndOutput() throws Exception {
        finished().expectedMessageCount(1);
        consume("linkup:tasks?taskScope=submitted&" + FAST);
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

    private void awaitEmptyRepository() {
        await().until(() -> pending(repository()).isEmpty());
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
        consume("linkup:tasks?taskScope=submitted&pollStrategy=#countPolls&" + FAST);

        await().until(() -> polls.get() > 20);

        assertThat(standIn().count()).isZero();
    }

    @Test
    void aThousandTasksAreEachEmittedOnce() throws Exception {
        finished().expectedMessageCount(1_000);
        consume("linkup:tasks?taskScope=submitted&" + FAST);
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
        awaitPollsWithoutReads(5);
        assertThat(pending(repository())).hasSize(1);

        crmAnswers.countDown();
        finished().assertIsSatisfied();
        awaitEmptyRepository();

        assertThat(getMockEndpoint("mock:taken").getReceivedCounter()).isEqualTo(1);
    }

    @Test
    void failedTasksAreEmittedWithTheirErrorAndNoBody() throws Exception {
        standIn().failTasksWhen(task -> true, "no such company");
        finished().expectedMessageCount(1);
        consume("linkup:tasks?taskScope=submitted&" + FAST);
        template.sendBody("linkup:tasks?mode=single&type=search", "camel");

        CLOCK.advance(TASK_TIME);
        finished().assertIsSatisfied();

        Exchange exchange = finished().getExchanges().get(0);
        assertThat(exchange.getMessage().getBody()).isNull();
        assertThat(exchange.getMessage().getHeader(LinkupConstants.TASK_STATUS)).isEqualTo("failed");
        assertThat(exchange.getMessage().getHeader(LinkupConstants.TASK_ERROR)).isEqualTo("no such company");
    }

    @Test
    void failedTasksCanBeErrorsForTheErrorHandlerOfTheRoute() throws Exception {
        standIn().failTasksWhen(task -> true, "no such company");
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(LinkupTaskFailedException.class).handled(true).to("mock:failed");
                from("linkup:tasks?taskScope=submitted&failedTasks=error&bridgeErrorHandler=true&" + FAST)
                        .to("mock:finished");
            }
        });
        getMockEndpoint("mock:failed").expectedMessageCount(1);
        finished().expectedMessageCount(0);
        template.sendBody("linkup:tasks?mode=single&type=search", "camel");

        CLOCK.advance(TASK_TIME);
        getMockEndpoint("mock:failed").assertIsSatisfied();
        awaitEmptyRepository();
        finished().assertIsSatisfied();

        LinkupTaskFailedException failure = getMockEndpoint("mock:failed")
                .getExchanges()
                .get(0)
                .getProperty(Exchange.EXCEPTION_CAUGHT, LinkupTaskFailedException.class);
        assertThat(failure).hasMessageContaining("no such company");
    }

    @Test
    void failedTasksCanBeSkipped() throws Exception {
        standIn().failTasksWhen(task -> task.input().path("q").asText().equals("bad"), "no such company");
        finished().expectedBodiesReceived("good");
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("linkup:tasks?taskScope=submitted&failedTasks=skip&" + FAST)
                        .setBody(header(LinkupConstants.REFERENCE))
                        .to("mock:finished");
            }
        });
        for (String question : List.of("bad", "good")) {
            template.sendBodyAndHeader(
                    "linkup:tasks?mode=single&type=search", question, LinkupConstants.REFERENCE, question);
        }

        CLOCK.advance(TASK_TIME);
        finished().assertIsSatisfied();
        awaitEmptyRepository();
    }

    @Test
    void allTasksOfTheOrganisationAreEmittedOnceUnderTheIdempotentRepository() throws Exception {
        MemoryIdempotentRepository seen = new MemoryIdempotentRepository();
        context.getRegistry().bind("seen", seen);
        StandInTask unknown = standIn()
                .addForeignTask(ForeignTask.of("video")
                        .status(StandInTask.Status.COMPLETED)
                        .input(json("{\"length\":3}"))
                        .output(json("{\"frames\":[1.10]}"))
                        .times(CLOCK.instant(), CLOCK.instant()));
        StandInTask seenBefore = standIn()
                .addForeignTask(ForeignTask.of("fetch")
                        .status(StandInTask.Status.COMPLETED)
                        .output(json("{\"markdown\":\"old\"}"))
                        .times(CLOCK.instant(), CLOCK.instant()));
        seen.start();
        seen.add(seenBefore.id());
        finished().expectedMessageCount(2);
        template.sendBodyAndHeader("linkup:tasks?mode=single&type=fetch", "https://a.org", "CamelLinkupReference", "R");

        consume("linkup:tasks?since=2000-01-01T00:00:00Z&idempotentRepository=#seen&" + FAST);
        CLOCK.advance(TASK_TIME);
        finished().assertIsSatisfied();
        awaitPolls(3);

        finished().assertIsSatisfied();
        assertThat(finished().getExchanges().get(0).getMessage().getBody()).isInstanceOf(RawJson.class);
        assertThat(json(finished().getExchanges().get(0).getMessage().getBody(String.class)))
                .isEqualTo(json("{\"frames\":[1.10]}"));
        assertThat(finished().getExchanges().get(0).getMessage().getHeader(LinkupConstants.TASK_TYPE))
                .isEqualTo("video");
        assertThat(finished().getExchanges().get(1).getMessage().getBody()).isInstanceOf(FetchedPage.class);
        assertThat(finished().getExchanges().get(1).getMessage().getHeader(LinkupConstants.REFERENCE))
                .isEqualTo("R");
        assertThat(seen.contains(unknown.id())).isTrue();
    }

    @Test
    void aTaskIsMarkedAsSeenOnlyAfterItsRouteHasEndedWell() throws Exception {
        MemoryIdempotentRepository seen = new MemoryIdempotentRepository();
        context.getRegistry().bind("seen", seen);
        AtomicInteger tries = new AtomicInteger();
        List<Boolean> seenInRoute = new CopyOnWriteArrayList<>();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("linkup:tasks?since=2000-01-01T00:00:00Z&idempotentRepository=#seen&" + FAST)
                        .process(exchange -> {
                            seenInRoute.add(seen.contains(
                                    exchange.getMessage().getHeader(LinkupConstants.TASK_ID, String.class)));
                            if (tries.incrementAndGet() == 1) {
                                throw new IllegalStateException("the CRM is down");
                            }
                        })
                        .to("mock:finished");
            }
        });
        finished().expectedMessageCount(1);
        StandInTask task = standIn()
                .addForeignTask(ForeignTask.of("fetch")
                        .status(StandInTask.Status.COMPLETED)
                        .output(json("{}")));

        finished().assertIsSatisfied();
        await().until(() -> seen.contains(task.id()));
        awaitPolls(2);

        assertThat(seenInRoute).containsExactly(false, false);
    }

    @Test
    void onlyTasksFromSinceOnAreEmitted() throws Exception {
        standIn()
                .addForeignTask(ForeignTask.of("fetch")
                        .status(StandInTask.Status.COMPLETED)
                        .output(json("{}"))
                        .times(CLOCK.instant().minus(TASK_TIME), CLOCK.instant().minus(TASK_TIME)));
        StandInTask newer = standIn()
                .addForeignTask(ForeignTask.of("fetch")
                        .status(StandInTask.Status.COMPLETED)
                        .output(json("{}"))
                        .times(CLOCK.instant(), CLOCK.instant()));
        finished().expectedHeaderReceived(LinkupConstants.TASK_ID, newer.id());
        finished().expectedMessageCount(1);

        consume("linkup:tasks?since=" + CLOCK.instant().minusSeconds(1) + "&" + FAST);

        finished().assertIsSatisfied();
        awaitPolls(3);
        finished().assertIsSatisfied();
    }

    @Test
    void typesAndStatusesAreFilters() throws Exception {
        standIn().failTasksWhen(task -> task.type().equals("fetch"), "unreachable");
        finished().expectedMessageCount(1);
        consume("linkup:tasks?taskScope=submitted&types=search,fetch&statuses=failed&" + FAST);
        template.sendBody("linkup:tasks?mode=single&type=search", "camel");
        template.sendBody("linkup:tasks?mode=single&type=fetch", "https://a.org");
        template.sendBody("linkup:research", "why");

        CLOCK.advance(TASK_TIME);
        finished().assertIsSatisfied();
        awaitPollsWithoutReads(5);
        long reads = reads();
        awaitPollsWithoutReads(5);

        assertThat(finished().getReceivedCounter()).isEqualTo(1);
        assertThat(finished().getExchanges().get(0).getMessage().getHeader(LinkupConstants.TASK_TYPE))
                .isEqualTo("fetch");
        assertThat(pending(repository())).hasSize(2);
        assertThat(reads())
                .as("what others have to take is not read again and again")
                .isEqualTo(reads);
    }

    @Test
    void researchComesThroughItsOwnList() throws Exception {
        finished().expectedMessageCount(1);
        consume("linkup:research?taskScope=submitted&" + FAST);
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
        consume("linkup:tasks?taskScope=submitted&" + type + "&" + FAST);
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

    @Test
    void aSuspendedRouteCallsNothingAndGoesOnAfterwards() throws Exception {
        consume("linkup:tasks?taskScope=submitted&" + FAST);
        template.sendBody("linkup:tasks?mode=single&type=search", "camel");
        awaitPolls(1);
        context.getRouteController().suspendRoute("finished");
        long reads = reads();
        CLOCK.advance(TASK_TIME);
        assertThat(finished().getReceivedCounter()).isZero();
        assertThat(reads()).isLessThanOrEqualTo(reads + 1);

        finished().expectedMessageCount(1);
        context.getRouteController().resumeRoute("finished");

        finished().assertIsSatisfied();
        awaitEmptyRepository();
    }
}

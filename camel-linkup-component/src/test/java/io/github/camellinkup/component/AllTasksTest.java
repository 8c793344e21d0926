package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.client.model.FetchedPage;
import io.github.camellinkup.client.model.RawJson;
import io.github.camellinkup.engine.repository.ForwardingTaskRepository;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.ForeignTask;
import io.github.camellinkup.test.Operation;
import io.github.camellinkup.test.StandInTask;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.Test;

/** {@code taskScope=all}: what the consumer emits of the tasks of the organisation, and each once. */
class AllTasksTest extends ConsumerTestSupport {

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

        consumeFrom("linkup:tasks?" + LONG_AGO + "idempotentRepository=#seen&" + FAST);
        CLOCK.advance(TASK_TIME);
        finished().assertIsSatisfied();
        awaitReads(3);

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

        consumeFrom("linkup:tasks?since=" + CLOCK.instant().minusSeconds(1) + "&" + FAST);

        finished().assertIsSatisfied();
        awaitReads(3);
        finished().assertIsSatisfied();
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
                from("linkup:tasks?" + LONG_AGO + "idempotentRepository=#seen&" + FAST)
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
        awaitReads(2);

        assertThat(seenInRoute).containsExactly(false, false);
    }

    @Test
    void aResultThatIsListedBeforeItsCallIsReconciledComesWithItsReference() throws Exception {
        AtomicBoolean down = new AtomicBoolean(true);
        context.getComponent("linkup", LinkupComponent.class)
                .setTaskRepository(new ForwardingTaskRepository(new MemoryTaskRepository()) {
                    @Override
                    public boolean claim(OutboxEntry entry, String node, Instant until) {
                        if (down.get()) {
                            throw new IllegalStateException("the database is down");
                        }
                        return super.claim(entry, node, until);
                    }
                });
        consumeFrom("linkup:tasks?" + LONG_AGO + FAST);
        standIn().failNext(Operation.TASKS_CREATE, Fault.cutConnection().afterProcessing());
        CompletableFuture<Object> sent = template.asyncRequestBodyAndHeader(
                "linkup:tasks?mode=single&type=fetch", "https://a.org", LinkupConstants.REFERENCE, "R");
        await().until(() -> standIn().tasks().size() == 1);
        letTasksFinish();
        awaitReads(5);
        assertThat(emitted()).isEmpty();
        finished().expectedHeaderReceived(LinkupConstants.REFERENCE, "R");
        finished().expectedMessageCount(1);

        down.set(false);

        finished().assertIsSatisfied();
        assertThat(sent).succeedsWithin(Duration.ofSeconds(10));
        awaitEmptyRepository();
    }

    @Test
    void theIdempotentRepositoryRunsAsLongAsTheContext() throws Exception {
        MemoryIdempotentRepository seen = new MemoryIdempotentRepository();
        context.getRegistry().bind("seen", seen);
        routes(routes -> routes.from("linkup:tasks?idempotentRepository=#seen&" + FAST)
                .routeId("finished")
                .to("mock:finished"));
        context.getRouteController().stopRoute("finished");
        assertThat(seen.isStarted()).isTrue();

        context.stop();

        assertThat(seen.isStopped() || seen.isShutdown()).isTrue();
    }

    @Test
    void anIdempotentRepositoryThatFailsToAddLosesNoTaskAndRepeatsNone() throws Exception {
        AtomicBoolean down = new AtomicBoolean(true);
        Set<String> added = ConcurrentHashMap.newKeySet();
        context.getRegistry().bind("seen", new MemoryIdempotentRepository() {
            @Override
            public boolean add(String key) {
                if (down.get()) {
                    throw new IllegalStateException("the database is down");
                }
                added.add(key);
                return super.add(key);
            }
        });
        List<String> tasks = foreignTasks(3, Duration.ofMinutes(10));
        routes(routes -> routes.from("linkup:tasks?idempotentRepository=#seen&" + LONG_AGO + FAST)
                .to("mock:finished"));
        await().until(() -> finished().getReceivedCounter() >= 3);
        awaitReads(20);

        down.set(false);

        await().untilAsserted(() -> assertThat(added).containsExactlyInAnyOrderElementsOf(tasks));
        awaitReads(3);
        assertThat(emitted()).containsExactlyInAnyOrderElementsOf(tasks);
    }

    @Test
    void anIdempotentRepositoryThatFailsToLookLosesNoTask() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        context.getRegistry().bind("seen", new MemoryIdempotentRepository() {
            @Override
            public boolean contains(String key) {
                if (looks.incrementAndGet() <= 3) {
                    throw new IllegalStateException("the database is down");
                }
                return super.contains(key);
            }
        });
        List<String> tasks = foreignTasks(3, Duration.ofMinutes(10));
        finished().expectedMessageCount(3);

        routes(routes -> routes.from("linkup:tasks?idempotentRepository=#seen&" + LONG_AGO + FAST)
                .to("mock:finished"));
        finished().assertIsSatisfied();

        assertThat(emitted()).containsExactlyInAnyOrderElementsOf(tasks);
    }
}

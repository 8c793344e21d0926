package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.component.HeldExchanges.Held;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.StateRepository;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * {@code taskScope=all}: a new consumer of an endpoint takes the place of one that was stopped with exchanges under way,
 * as where a node loses the lead in a cluster and regains it.
 */
class ConsumerTakeoverTest extends ConsumerTestSupport {

    private static final String URI = "linkup:tasks?maxInFlight=10&idempotentRepository=#seen&";

    private final AtomicReference<Instant> mark = new AtomicReference<>();
    private final HeldExchanges old = new HeldExchanges();
    private final HeldExchanges successor = new HeldExchanges();
    private Consumer consumer;

    @BeforeEach
    void bind() {
        StateRepository<String, String> state = new MemoryStateRepository() {
            @Override
            public void setState(String key, String value) {
                super.setState(key, value);
                mark.set(Instant.parse(value));
            }
        };
        context.getRegistry().bind("state", state);
        context.getRegistry().bind("seen", new MemoryIdempotentRepository());
    }

    @AfterEach
    void stop() {
        consumer.stop();
    }

    private void consume(String uri, HeldExchanges processor) throws Exception {
        if (consumer != null) {
            consumer.stop();
        }
        Endpoint endpoint = context.getEndpoint(uri);
        consumer = endpoint.createConsumer(processor);
        consumer.start();
    }

    /** There is no route that would do it. */
    private static void complete(Held held) {
        InFlightExchange.takeCompletions(held.exchange()).forEach(completion -> completion.onComplete(held.exchange()));
        held.end();
    }

    @Test
    void whatIsUnderWayIsEmittedOnceAndWhatFailsIsEmittedByTheNewConsumer() throws Exception {
        String uri = URI + LONG_AGO + "stateRepository=#state&" + FAST;
        List<String> tasks = foreignTasks(3, Duration.ofHours(1));
        Instant first = CLOCK.instant().minus(Duration.ofHours(3));
        consume(uri, old);
        await().until(() -> old.held().size() == 3);

        consume(uri, successor);
        String later = foreignTask(CLOCK.instant());
        await().until(() -> successor.taskIds().contains(later));
        awaitReads(3);
        assertThat(successor.taskIds()).containsExactly(later);
        assertThat(mark.get()).isBeforeOrEqualTo(first);

        complete(successor.held().remove());
        Held failing = old.held().remove();
        assertThat(failing.taskId()).isEqualTo(tasks.get(0));
        failing.fail();
        old.held().forEach(ConsumerTakeoverTest::complete);
        await().until(() -> !successor.held().isEmpty());
        awaitReads(3);
        assertThat(successor.taskIds()).containsExactly(failing.taskId());
        assertThat(mark.get()).isBeforeOrEqualTo(first);

        complete(successor.held().remove());
        await().untilAsserted(() -> assertThat(mark.get()).isEqualTo(CLOCK.instant()));
        assertThat(successor.held()).isEmpty();
    }

    @Test
    void whatFailsIsEmittedByTheNewConsumerAlsoIfItFinishedBeforeThatBegan() throws Exception {
        consume(URI + FAST, old);
        List<String> tasks = List.of(foreignTask(CLOCK.instant()), foreignTask(CLOCK.instant()));
        await().until(() -> old.held().size() == 2);
        CLOCK.advance(Duration.ofHours(1));
        consume(URI + FAST, successor);
        awaitReads(3);
        assertThat(successor.held()).isEmpty();

        old.held().forEach(Held::fail);
        await().until(() -> successor.held().size() == 2);
        awaitReads(3);

        assertThat(successor.taskIds()).containsExactlyInAnyOrderElementsOf(tasks);
        successor.held().forEach(ConsumerTakeoverTest::complete);
    }
}

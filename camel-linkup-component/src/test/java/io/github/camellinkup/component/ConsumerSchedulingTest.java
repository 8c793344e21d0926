package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.test.Operation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultPollingConsumerPollStrategy;
import org.apache.camel.support.ScheduledPollConsumer;
import org.junit.jupiter.api.Test;

/** The standard options of scheduled consumers. */
class ConsumerSchedulingTest extends ConsumerTestSupport {

    @Test
    void idlePollsBackOff() throws Exception {
        AtomicInteger polls = new AtomicInteger();
        countPolls(polls);
        routes(routes -> routes.from(
                        "linkup:tasks?pollStrategy=#count&backoffMultiplier=1000000&backoffIdleThreshold=3&" + FAST)
                .routeId("finished")
                .to("mock:finished"));

        ScheduledPollConsumer consumer =
                (ScheduledPollConsumer) context.getRoute("finished").getConsumer();
        await().until(() -> backoffs(consumer) > 20);

        assertThat(polls).hasValue(3);
        assertThat(standIn().count(Operation.TASKS_LIST)).isEqualTo(3);
    }

    private static int backoffs(ScheduledPollConsumer consumer) {
        return consumer.getBackoffCounter();
    }

    private void countPolls(AtomicInteger polls) {
        context.getRegistry().bind("count", new DefaultPollingConsumerPollStrategy() {
            @Override
            public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
                polls.incrementAndGet();
            }
        });
    }

    @Test
    void aGreedyConsumerReadsOnUntilNothingIsLeftAndThenWaits() throws Exception {
        List<String> tasks = foreignTasks(9, Duration.ofMinutes(10));
        AtomicInteger polls = new AtomicInteger();
        countPolls(polls);
        finished().expectedMessageCount(9);

        routes(routes -> routes.from("linkup:tasks?pollStrategy=#count&greedy=true&maxMessagesPerPoll=2&initialDelay=0"
                        + "&delay=3600000&since=2000-01-01T00:00:00Z")
                .to("mock:finished"));
        finished().assertIsSatisfied();
        await().until(() -> polls.get() == 6);

        assertThat(emitted()).containsExactlyInAnyOrderElementsOf(tasks);
    }

    @Test
    void pollsEndAfterTheirNumber() throws Exception {
        AtomicInteger polls = new AtomicInteger();
        countPolls(polls);
        routes(routes -> routes.from("linkup:tasks?pollStrategy=#count&repeatCount=2&" + FAST)
                .routeId("finished")
                .to("mock:finished"));
        LinkupConsumer consumer = (LinkupConsumer) context.getRoute("finished").getConsumer();

        await().until(() -> !consumer.getScheduler().isSchedulerStarted());

        assertThat(standIn().count(Operation.TASKS_LIST)).isEqualTo(2);
    }

    @Test
    void anIdlePollCanSendAnEmptyMessage() throws Exception {
        finished().expectedMinimumMessageCount(1);

        routes(routes -> routes.from("linkup:tasks?taskScope=submitted&sendEmptyMessageWhenIdle=true&" + FAST)
                .to("mock:finished"));
        finished().assertIsSatisfied();

        assertThat(finished().getExchanges().get(0).getMessage().getBody()).isNull();
        assertThat(standIn().count()).isZero();
    }
}

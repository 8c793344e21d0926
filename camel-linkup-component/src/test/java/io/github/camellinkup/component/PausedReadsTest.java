package io.github.camellinkup.component;

import static io.github.camellinkup.component.DrivenLimits.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.client.exception.LinkupTooManyRequestsException;
import io.github.camellinkup.component.DrivenLimits.Arrival;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.support.LoggingExceptionHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A read that is refused with {@code Retry-After} pauses all reads of the key, in driven time. */
class PausedReadsTest {

    private static final Operation[] READS = {
        Operation.TASKS_LIST, Operation.TASKS_GET, Operation.RESEARCH_LIST, Operation.RESEARCH_GET
    };

    private final DrivenLimits limits = new DrivenLimits(standIn -> standIn.taskTime("search", Duration.ofSeconds(1)));
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        limits.close();
    }

    private RouteBuilder consumer() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("linkup:tasks?since=1h&initialDelay=0&delay=1&exceptionHandler=#failures")
                        .routeId("consumer")
                        .to("log:finished?level=DEBUG");
            }
        };
    }

    private DefaultCamelContext consuming() throws Exception {
        return limits.context(
                context -> context.getRegistry()
                        .bind("failures", ExceptionHandler.class, new LoggingExceptionHandler(context, getClass()) {
                            @Override
                            public void handleException(Throwable failure) {
                                failures.add(failure);
                            }

                            @Override
                            public void handleException(String message, Throwable failure) {
                                failures.add(failure);
                            }

                            @Override
                            public void handleException(String message, Exchange exchange, Throwable failure) {
                                failures.add(failure);
                            }
                        }),
                consumer());
    }

    private List<Duration> reads() {
        return limits.arrivals(READS).stream().map(Arrival::at).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {45, 3600})
    void nobodyReadsBeforeTheTime(int seconds) throws Exception {
        limits.refuseNext(Operation.TASKS_LIST, Fault.tooManyRequests(Duration.ofSeconds(seconds)));
        DefaultCamelContext one = consuming();
        await().until(() -> !failures.isEmpty());
        DefaultCamelContext other = consuming();
        CompletableFuture<Exchange> awaiting = send(
                        other, "linkup:tasks?mode=await&type=search&awaitTimeout=7200000", List.of("camel"))
                .get(0);
        limits.advanceUntil(() -> limits.standIn().tasks().size() == 1);
        CompletableFuture<Exchange> list =
                send(other, "linkup:tasks?mode=list", List.of("")).get(0);

        Duration part = Duration.ofSeconds(seconds).dividedBy(45);
        while (limits.elapsed().plus(part).compareTo(Duration.ofSeconds(seconds)) < 0) {
            limits.advance(part);
            long looksOfOne = limits.looksAtTheTime(one);
            long looksOfOther = limits.looksAtTheTime(other);
            await().until(() -> reads().size() > 1
                    || limits.looksAtTheTime(one) > looksOfOne + 10
                            && limits.looksAtTheTime(other) > looksOfOther + 10);
            assertThat(reads()).as("reads before the time").containsExactly(Duration.ZERO);
        }

        assertThat(list.get(20, TimeUnit.SECONDS).getException(LinkupTooManyRequestsException.class))
                .as("a single call is told how long it would have to wait")
                .hasMessageContaining("maxRetryDelay");
        assertThat(failures).as("each consumer says so once").hasSize(2);

        limits.advanceUntil(awaiting::isDone);
        assertThat(awaiting.get(20, TimeUnit.SECONDS).getException()).isNull();
        assertThat(reads().subList(1, reads().size()))
                .allSatisfy(at -> assertThat(at).isGreaterThanOrEqualTo(Duration.ofSeconds(seconds)));
    }

    @Test
    void aConsumerThatIsHeldStopsAndSuspendsAtOnce() throws Exception {
        limits.refuseNext(Operation.TASKS_LIST, Fault.tooManyRequests(Duration.ofSeconds(20)));
        DefaultCamelContext context = consuming();
        limits.awaitRefused(1);

        CompletableFuture.runAsync(() -> {
                    try {
                        context.getRouteController().suspendRoute("consumer");
                        context.getRouteController().resumeRoute("consumer");
                        context.getRouteController().stopRoute("consumer");
                        context.stop();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                })
                .get(20, TimeUnit.SECONDS);

        assertThat(reads()).hasSize(1);
        assertThat(failures).isEmpty();
    }
}

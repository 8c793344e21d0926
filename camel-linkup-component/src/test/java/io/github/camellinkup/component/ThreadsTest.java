package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.test.Operation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

class ThreadsTest extends LinkupTestSupport {

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:search").to("linkup:search").process(exchange -> afterCall.add(threadName()));
            }
        };
    }

    private final List<String> afterCall = new CopyOnWriteArrayList<>();

    private static String threadName() {
        return Thread.currentThread().getName();
    }

    @Test
    void theRouteGoesOnOnAWorkerAndNeverOnAThreadOfTheHttpClient() {
        template.requestBody("direct:search", "camel");

        assertThat(afterCall).singleElement().asString().contains("LinkupWorker");
    }

    @Test
    void noThreadIsHeldWhileACallIsUnderWay() {
        standIn().latency(Operation.SEARCH, Duration.ofSeconds(1));

        List<CompletableFuture<Object>> calls = IntStream.range(0, 300)
                .mapToObj(i -> template.asyncRequestBody("direct:search", "question " + i))
                .toList();
        await().until(() -> standIn().count(Operation.SEARCH) == 300);
        long waiting = Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith("Camel"))
                .filter(thread -> List.of(thread.getValue()).toString().contains("AsyncProcessorAwaitManager"))
                .count();
        CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).join();

        assertThat(waiting).isLessThan(50);
        assertThat(afterCall).hasSize(300);
    }

    @Test
    void thousandsOfCallsAreUnderWayAtATime() {
        standIn().latency(Operation.SEARCH, Duration.ofSeconds(2));

        List<CompletableFuture<Exchange>> calls = IntStream.range(0, 2_500)
                .mapToObj(i -> template.asyncSend(
                        "linkup:search", exchange -> exchange.getIn().setBody("question " + i)))
                .toList();
        CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).join();

        assertThat(calls)
                .allSatisfy(call -> assertThat(call.join().getException()).isNull());
    }

    @Test
    void everyThreadIsCamelsAndEndsWithTheContext() {
        template.requestBody("direct:search", "camel");
        assertThat(linkupThreads()).isNotEmpty().allMatch(name -> name.startsWith("Camel (" + context.getName() + ")"));

        context.stop();

        await().until(() -> linkupThreads().isEmpty());
    }

    private List<String> linkupThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains(context.getName() + ")") && name.contains("Linkup"))
                .toList();
    }
}

package io.github.camellinkup.benchmarks.pipeline;

import io.github.camellinkup.benchmarks.pipeline.Scenario.Conditions;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.component.LinkupComponent;
import io.github.camellinkup.component.LinkupConstants;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** Searches that are awaited, and as many that are only sent, one by one and all the time, with one key. */
final class SinglesAndAwaits {

    /** Of each kind. */
    private static final int PER_SECOND = 35;

    /** What is still in order for an exchange that waits. */
    private static final double LATE_SECONDS = 5;

    private static final int PLACES = 1_000;
    private static final Duration WINDOW = Duration.ofSeconds(19);
    private static final Duration AFTERWARDS = Duration.ofMinutes(2);

    /**
     * @param counts the reads
     * @param taken what the awaiting exchanges have got
     * @param sent how many exchanges wait or have waited
     */
    record Outcome(StandInProcess.Counts counts, Taken taken, int sent) {}

    private SinglesAndAwaits() {}

    /** With and without a consumer of what is only sent, at the same time, each with a stand-in of its own. */
    static Map<String, Outcome> run(Duration time) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<Outcome> consumed = threads.submit(() -> run(time, true));
            Future<Outcome> alone = threads.submit(() -> run(time, false));
            Map<String, Outcome> outcomes = new LinkedHashMap<>();
            outcomes.put("a consumer takes the singles", consumed.get());
            outcomes.put("nobody takes the singles", alone.get());
            return outcomes;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Outcome run(Duration time, boolean withConsumer) throws Exception {
        int number = (int) (time.toSeconds() * PER_SECOND);
        Taken taken = new Taken(number);
        try (StandInProcess standIn = StandInProcess.of(WINDOW, Conditions.queueOf(PLACES));
                DefaultCamelContext context = new DefaultCamelContext()) {
            LinkupComponent linkup = context.getComponent("linkup", LinkupComponent.class);
            linkup.getConfiguration().setApiKey(standIn.apiKey());
            linkup.getConfiguration().setBaseUrl(standIn.baseUrl());
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("linkup:tasks?taskScope=submitted")
                            .autoStartup(withConsumer)
                            .to("log:singles?level=DEBUG");
                }
            });
            context.start();
            send(context, number, taken);
            return new Outcome(standIn.counts(), taken, number);
        }
    }

    private static void send(DefaultCamelContext context, int number, Taken taken) throws Exception {
        Sender awaits = new Sender(context.getEndpoint("linkup:tasks?mode=await&type=search"));
        Sender singles = new Sender(context.getEndpoint("linkup:tasks?mode=single&type=search"));
        List<LinkupRequest> searches = Scenario.searches(number);
        CompletableFuture<?>[] answers = new CompletableFuture<?>[number];
        long start = System.nanoTime();
        for (int i = 0; i < number; i++) {
            long due = start + i * TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            singles.send(searches.get(i));
            answers[i] = awaits.send(searches.get(i)).thenAccept(done -> take(done, taken));
        }
        try {
            CompletableFuture.allOf(answers).get(AFTERWARDS.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            System.out.println("Not all answers have come: " + e);
        }
    }

    private static void take(Exchange done, Taken taken) {
        if (done.getException() == null) {
            taken.add(
                    done.getMessage().getHeader(LinkupConstants.TASK_ID, String.class),
                    done.getMessage().getHeader(LinkupConstants.UPDATED_AT, Instant.class));
        }
    }

    /** Sends to an endpoint without waiting. */
    private static final class Sender {

        private final Endpoint endpoint;
        private final AsyncProducer producer;

        private Sender(Endpoint endpoint) throws Exception {
            this.endpoint = endpoint;
            producer = endpoint.createAsyncProducer();
            producer.start();
        }

        private CompletableFuture<Exchange> send(LinkupRequest request) {
            Exchange exchange = endpoint.createExchange();
            exchange.getMessage().setBody(request);
            return producer.processAsync(exchange);
        }
    }

    static String table(Map<String, Outcome> outcomes) {
        StringBuilder text = new StringBuilder("\n" + PER_SECOND + " singles and " + PER_SECOND
                + " awaits a second, searches of 1 to 20 s\n\n"
                + "| | awaits | answered | later than 5 s | lag p50, s | p99 | latest | reads | refused |\n"
                + "|---|---|---|---|---|---|---|---|---|\n");
        outcomes.forEach((what, outcome) -> text.append(String.format(
                Locale.ROOT,
                "| %s | %,d | %,d | %,d | %.2f | %.2f | %.2f | %d | %d |%n",
                what,
                outcome.sent(),
                outcome.taken().count(),
                outcome.taken().laterThan(LATE_SECONDS),
                outcome.taken().lag(0.5),
                outcome.taken().lag(0.99),
                outcome.taken().lag(1),
                outcome.counts().reads(),
                outcome.counts().refused())));
        return text.toString();
    }
}

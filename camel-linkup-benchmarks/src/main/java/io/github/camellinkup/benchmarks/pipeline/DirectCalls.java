package io.github.camellinkup.benchmarks.pipeline;

import io.github.camellinkup.benchmarks.OwnClient;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.component.LinkupComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;

/** Many direct searches at once, where the service allows ten a second and takes a second for each. */
final class DirectCalls {

    static final int CALLS = 300;

    private static final int WARM_UP = 10;

    /**
     * @param answered searches that have their answer
     * @param calls made, tries included
     * @param refused of these
     * @param seconds from the first call to the end of the last search
     */
    record Outcome(int answered, long calls, long refused, double seconds) {}

    /** Makes all searches, and completes when each has its answer or has failed for good. */
    @FunctionalInterface
    private interface Burst {
        CompletableFuture<Void> send(List<LinkupRequest> searches, AtomicInteger answered) throws Exception;
    }

    private DirectCalls() {}

    /** Each way in turn, with a stand-in of its own. */
    static Map<String, Outcome> run(int calls) throws Exception {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        try (StandInProcess standIn = StandInProcess.idle();
                DefaultCamelContext context = new DefaultCamelContext()) {
            LinkupComponent linkup = context.getComponent("linkup", LinkupComponent.class);
            linkup.getConfiguration().setApiKey(standIn.apiKey());
            linkup.getConfiguration().setBaseUrl(standIn.baseUrl());
            context.start();
            outcomes.put(
                    "route to linkup:search",
                    measure(standIn, calls, (searches, answered) -> viaRoute(context, searches, answered)));
        }
        for (int retries : new int[] {3, 10}) {
            try (StandInProcess standIn = StandInProcess.idle();
                    OwnClient client = new OwnClient(standIn.baseUrl(), standIn.apiKey(), retries)) {
                outcomes.put(
                        "bare client, " + retries + " retries",
                        measure(standIn, calls, (searches, answered) -> viaClient(client, searches, answered)));
            }
        }
        return outcomes;
    }

    private static Outcome measure(StandInProcess standIn, int calls, Burst burst) throws Exception {
        // Both processes load their classes.
        burst.send(Scenario.searches(WARM_UP), new AtomicInteger()).get();
        StandInProcess.Counts before = standIn.counts();
        AtomicInteger answered = new AtomicInteger();
        long start = System.nanoTime();
        burst.send(Scenario.searches(calls), answered).get();
        double seconds = (System.nanoTime() - start) / 1e9;
        StandInProcess.Counts counts = standIn.counts();
        return new Outcome(
                answered.get(),
                counts.direct() - before.direct(),
                counts.refusedDirect() - before.refusedDirect(),
                seconds);
    }

    private static CompletableFuture<Void> viaRoute(
            DefaultCamelContext context, List<LinkupRequest> searches, AtomicInteger answered) throws Exception {
        Endpoint endpoint = context.getEndpoint("linkup:search");
        AsyncProducer producer = endpoint.createAsyncProducer();
        producer.start();
        List<CompletableFuture<?>> sent = new ArrayList<>();
        for (LinkupRequest search : searches) {
            Exchange exchange = endpoint.createExchange();
            exchange.getMessage().setBody(search);
            sent.add(producer.processAsync(exchange)
                    .thenAccept(done -> answered.addAndGet(done.getException() == null ? 1 : 0)));
        }
        return CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new));
    }

    private static CompletableFuture<Void> viaClient(
            OwnClient client, List<LinkupRequest> searches, AtomicInteger answered) {
        return CompletableFuture.allOf(searches.stream()
                .map(search -> client.calls().search((SearchRequest) search).handle((answer, failure) -> {
                    answered.addAndGet(failure == null ? 1 : 0);
                    return answer;
                }))
                .map(each -> each.toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    static String table(int calls, Map<String, Outcome> outcomes) {
        StringBuilder text = new StringBuilder("\n" + calls + " direct searches at once, ten a second allowed\n\n"
                + "| | answered | failed | calls | refused | last, s |\n|---|---|---|---|---|---|\n");
        outcomes.forEach((way, outcome) -> text.append(String.format(
                Locale.ROOT,
                "| %s | %d | %d | %,d | %,d | %.1f |%n",
                way,
                outcome.answered(),
                calls - outcome.answered(),
                outcome.calls(),
                outcome.refused(),
                outcome.seconds())));
        return text.toString();
    }
}

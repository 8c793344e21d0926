package io.github.camellinkup.benchmarks.pipeline;

import io.github.camellinkup.benchmarks.pipeline.Scenario.Conditions;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.component.LinkupComponent;
import io.github.camellinkup.component.LinkupConstants;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Three users of one key at the same time: a consumer of searches, one of fetches, and exchanges that await searches. And
 * the consumer of searches alone, and three loops with one key. Each has a stand-in of its own, and all run at the same
 * time.
 */
final class ThreeUsers {

    private static final int TASKS = 200;
    private static final int PLACES = 100;
    private static final Duration WINDOW = Duration.ofSeconds(20);
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static final String SEARCHES = "consumer of searches";
    private static final String FETCHES = "consumer of fetches";
    private static final String AWAITING = "awaiting exchanges";
    private static final List<String> ALL = List.of(SEARCHES, FETCHES, AWAITING);

    /**
     * What came of one way.
     *
     * @param counts the reads of all users
     * @param users what each has got, by name
     */
    record Outcome(String way, StandInProcess.Counts counts, Map<String, Taken> users) {}

    /** Lets users send their tasks and take the results, until all have come or the time is up. */
    @FunctionalInterface
    private interface Work {
        void run(StandInProcess standIn, Map<String, Taken> users) throws Exception;
    }

    private final int tasks;
    private final Duration window;
    private final Conditions conditions;

    ThreeUsers(int tasks, Duration window, Conditions conditions) {
        this.tasks = tasks;
        this.window = window;
        this.conditions = conditions;
    }

    static void run() throws Exception {
        System.out.println(
                table("three users of one key, 200 tasks each", new ThreeUsers(TASKS, WINDOW, Conditions.EASY).all()));
        System.out.println(table(
                "the same with a queue of 100 places",
                new ThreeUsers(TASKS, WINDOW, Conditions.queueOf(PLACES)).all()));
    }

    List<Outcome> all() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<Outcome>> running = List.of(
                    threads.submit(() -> outcome("routes, one user", List.of(SEARCHES), this::useRoutes)),
                    threads.submit(() -> outcome("routes, three users", ALL, this::useRoutes)),
                    threads.submit(() ->
                            outcome("loops, whole list", ALL, (standIn, users) -> useLoops(standIn, users, threads))));
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<Outcome> each : running) {
                outcomes.add(each.get());
            }
            return outcomes;
        } finally {
            threads.shutdownNow();
        }
    }

    private Outcome outcome(String way, List<String> names, Work work) throws Exception {
        Map<String, Taken> users = new LinkedHashMap<>();
        names.forEach(name -> users.put(name, new Taken(tasks)));
        try (StandInProcess standIn = StandInProcess.of(window, conditions)) {
            users.values().forEach(Taken::begin);
            work.run(standIn, users);
            return new Outcome(way, standIn.counts(), users);
        }
    }

    private List<LinkupRequest> requests(String user) {
        return user.equals(FETCHES) ? Scenario.fetches(tasks) : Scenario.searches(tasks);
    }

    private void useRoutes(StandInProcess standIn, Map<String, Taken> users) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            LinkupComponent linkup = context.getComponent("linkup", LinkupComponent.class);
            linkup.getConfiguration().setApiKey(standIn.apiKey());
            linkup.getConfiguration().setBaseUrl(standIn.baseUrl());
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    users.forEach((user, taken) -> {
                        if (!user.equals(AWAITING)) {
                            from("linkup:tasks?taskScope=submitted&types=" + type(user))
                                    .process(exchange -> take(exchange, taken));
                        }
                    });
                }
            });
            context.start();
            for (String user : users.keySet()) {
                if (user.equals(AWAITING)) {
                    await(context, users.get(user));
                } else {
                    context.createProducerTemplate().asyncSendBody("linkup:tasks?type=" + type(user), requests(user));
                }
            }
            awaitAll(users);
        }
    }

    private static String type(String user) {
        return user.equals(FETCHES) ? "fetch" : "search";
    }

    private void await(DefaultCamelContext context, Taken taken) throws Exception {
        Endpoint endpoint = context.getEndpoint("linkup:tasks?mode=await&type=search");
        AsyncProducer producer = endpoint.createAsyncProducer();
        producer.start();
        for (LinkupRequest request : requests(AWAITING)) {
            Exchange exchange = endpoint.createExchange();
            exchange.getMessage().setBody(request);
            producer.processAsync(exchange).thenAccept(done -> {
                if (done.getException() == null) {
                    take(done, taken);
                }
            });
        }
    }

    private static void take(Exchange exchange, Taken taken) {
        taken.add(
                exchange.getMessage().getHeader(LinkupConstants.TASK_ID, String.class),
                exchange.getMessage().getHeader(LinkupConstants.UPDATED_AT, Instant.class));
    }

    private static void awaitAll(Map<String, Taken> users) throws InterruptedException {
        Deadline deadline = new Deadline(LIMIT);
        for (Taken taken : users.values()) {
            taken.await(deadline.left());
        }
    }

    private void useLoops(StandInProcess standIn, Map<String, Taken> users, ExecutorService threads) throws Exception {
        Scenario scenario = Scenario.ALL.get(0);
        List<Future<?>> running = new ArrayList<>();
        users.forEach((user, taken) -> running.add(threads.submit(() -> {
            try (Way loop = new WholeListLoop(standIn, scenario, taken)) {
                loop.send(requests(user));
                loop.receive(LIMIT);
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        })));
        for (Future<?> each : running) {
            each.get();
        }
    }

    static String table(String title, List<Outcome> outcomes) {
        StringBuilder text = new StringBuilder("\n" + title + "\n\n"
                + "| | | taken | reads of all users | refused | lag p50, s | p99 | last, s |\n"
                + "|---|---|---|---|---|---|---|---|\n");
        for (Outcome outcome : outcomes) {
            outcome.users()
                    .forEach((user, taken) -> text.append(String.format(
                            Locale.ROOT,
                            "| %s | %s | %,d | %d | %d | %.2f | %.2f | %.1f |%n",
                            outcome.way(),
                            user,
                            taken.count(),
                            outcome.counts().reads(),
                            outcome.counts().refused(),
                            taken.lag(0.5),
                            taken.lag(0.99),
                            taken.seconds())));
        }
        return text.toString();
    }
}

package io.github.camellinkup.component;

import static org.awaitility.Awaitility.await;

import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.LinkupStandInBuilder;
import io.github.camellinkup.test.ManualClock;
import io.github.camellinkup.test.Operation;
import io.github.camellinkup.test.ReceivedCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A stand-in with the limits of the service, and contexts of one JVM that call it, all in time that a test moves. */
final class DrivenLimits implements AutoCloseable {

    /** A call as it arrived, answered as asked or refused. */
    record Arrival(Operation operation, String asked, Duration at) {}

    private final ManualClock clock = new ManualClock();
    private final Instant start = clock.instant();
    private final DrivenTime time = new DrivenTime(clock);
    private final List<DefaultCamelContext> contexts = new ArrayList<>();
    private final Map<DefaultCamelContext, AtomicLong> looksAtTheTime = new ConcurrentHashMap<>();
    private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
    private final LinkupStandIn standIn;

    DrivenLimits(UnaryOperator<LinkupStandInBuilder> settings) {
        standIn = settings.apply(LinkupStandIn.builder().clock(clock)).start();
        standIn.failWhen(this::arrives, Fault.error(500, "NEVER"));
    }

    private boolean arrives(ReceivedCall call) {
        String asked = call.json()
                .path(call.operation() == Operation.FETCH ? "url" : "q")
                .asText();
        arrivals.add(new Arrival(call.operation(), asked, elapsed()));
        return false;
    }

    LinkupStandIn standIn() {
        return standIn;
    }

    /** Refuses the next call of a kind, in place of what it would be answered. */
    void refuseNext(Operation operation, Fault fault) {
        standIn.clearFaults();
        standIn.failWhen(this::arrives, Fault.error(500, "NEVER"));
        standIn.failNext(operation, fault);
    }

    List<Arrival> arrivals(Operation... operations) {
        List<Operation> wanted = List.of(operations);
        return arrivals.stream()
                .filter(arrival -> wanted.contains(arrival.operation()))
                .toList();
    }

    Duration elapsed() {
        return Duration.between(start, clock.instant());
    }

    void advance(Duration step) {
        time.advance(step);
    }

    void advanceUntilArrived(int calls) {
        advanceUntil(() -> arrivals.size() >= calls);
    }

    /** Moves the time on, slowly enough that answers come meanwhile. */
    void advanceUntil(BooleanSupplier done) {
        await().pollInterval(Duration.ofMillis(5)).until(() -> {
            advance(Duration.ofMillis(50));
            return done.getAsBoolean();
        });
    }

    /** Waits until so many calls have been answered 429. */
    void awaitRefused(int calls) {
        await().until(() ->
                standIn.received().stream().filter(call -> call.status() == 429).count() == calls);
    }

    LinkupRuntime.Time runtime() {
        return time.runtime();
    }

    private LinkupRuntime.Time watched(DefaultCamelContext context) {
        AtomicLong looks = new AtomicLong();
        looksAtTheTime.put(context, looks);
        LinkupRuntime.Time driven = time.runtime();
        return new LinkupRuntime.Time(
                driven.clock(),
                () -> {
                    looks.incrementAndGet();
                    return driven.nanoTime().getAsLong();
                },
                driven.limits(),
                driven.spend(),
                driven.timer());
    }

    /** How often a component has looked at the time: a consumer does so each time that it might poll. */
    long looksAtTheTime(DefaultCamelContext context) {
        return looksAtTheTime.get(context).get();
    }

    DefaultCamelContext context(RouteBuilder... routes) throws Exception {
        return context(context -> {}, routes);
    }

    DefaultCamelContext context(Consumer<DefaultCamelContext> setup, RouteBuilder... routes) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        setup.accept(context);
        contexts.add(context);
        context.disableJMX();
        LinkupComponent component = context.getComponent("linkup", LinkupComponent.class);
        component.setTime(watched(context));
        component.getConfiguration().setApiKey(standIn.apiKey());
        component.getConfiguration().setBaseUrl(standIn.baseUrl());
        for (RouteBuilder each : routes) {
            context.addRoutes(each);
        }
        context.start();
        return context;
    }

    /** Sends bodies to an endpoint, one right after the other, without waiting for answers. */
    static List<CompletableFuture<Exchange>> send(DefaultCamelContext context, String uri, List<String> bodies)
            throws Exception {
        AsyncProducer producer = context.getEndpoint(uri).createAsyncProducer();
        producer.start();
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        for (String body : bodies) {
            Exchange exchange = context.getEndpoint(uri).createExchange();
            exchange.getMessage().setBody(body);
            sent.add(producer.processAsync(exchange));
        }
        return sent;
    }

    static void awaitAnswered(List<CompletableFuture<Exchange>> exchanges, int number) {
        await().until(() -> exchanges.stream().filter(CompletableFuture::isDone).count() >= number);
    }

    @Override
    public void close() {
        contexts.forEach(DefaultCamelContext::stop);
        standIn.close();
    }
}

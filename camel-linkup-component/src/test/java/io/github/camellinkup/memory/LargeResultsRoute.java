package io.github.camellinkup.memory;

import io.github.camellinkup.component.LinkupComponent;
import io.github.camellinkup.component.LinkupConstants;
import io.github.camellinkup.component.ReadsWithoutLimit;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.PendingTask;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** Consumes large results and counts their bytes. Run by {@link LargeResultsTest} with little memory. */
public final class LargeResultsRoute extends RouteBuilder {

    private final String uri;
    private final CountDownLatch outstanding;
    private final Set<String> emitted = ConcurrentHashMap.newKeySet();
    private final AtomicInteger emissions = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    private LargeResultsRoute(String uri, int count) {
        this.uri = uri;
        this.outstanding = new CountDownLatch(count);
    }

    /** @param arguments the address of the API, the consumer's address, and how many results there are */
    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[2]);
        LargeResultsRoute route = new LargeResultsRoute(arguments[1], count);
        MemoryTaskRepository repository = new MemoryTaskRepository();
        repository.created(
                "intent",
                IntStream.range(0, count).mapToObj(LargeResultsRoute::pending).toList());
        boolean complete;
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            LinkupComponent component = context.getComponent("linkup", LinkupComponent.class);
            ReadsWithoutLimit.of(component);
            component.getConfiguration().setApiKey("key");
            component.getConfiguration().setBaseUrl(arguments[0]);
            component.setTaskRepository(repository);
            context.addRoutes(route);
            context.start();
            complete = route.outstanding.await(110, TimeUnit.SECONDS);
        }
        System.out.println("complete=" + complete + " emitted=" + route.emitted.size() + " emissions=" + route.emissions
                + " failures=" + route.failures + " bytes=" + route.bytes);
    }

    private static PendingTask pending(int index) {
        return new PendingTask(
                LargeResults.id(index), "fetch", LargeResults.createdAt(index), null, Map.of(), null, null, 0);
    }

    @Override
    public void configure() {
        onException(Exception.class).process(exchange -> failures.incrementAndGet());
        // What is read while the route is busy must not fill the memory.
        from(uri)
                .filter(exchange -> emissions.get() == 0)
                .delay(4_000)
                .end()
                .end()
                .process(this::count);
    }

    private void count(Exchange exchange) throws Exception {
        emissions.incrementAndGet();
        try (InputStream body = exchange.getMessage().getBody(InputStream.class)) {
            bytes.addAndGet(body.transferTo(OutputStream.nullOutputStream()));
        }
        emitted.add(exchange.getMessage().getHeader(LinkupConstants.TASK_ID, String.class));
        outstanding.countDown();
    }
}

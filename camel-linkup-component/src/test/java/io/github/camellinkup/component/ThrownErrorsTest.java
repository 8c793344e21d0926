package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import io.github.camellinkup.engine.monitoring.TaskEventType;
import java.io.IOException;
import java.util.Collections;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.impl.engine.PrototypeExchangeFactory;
import org.apache.camel.spi.ExchangeFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is thrown on the way of a result and is no exception, as where there is no memory: the result comes again. */
class ThrownErrorsTest extends ConsumerTestSupport {

    private static final String SUBMITTED = "linkup:tasks?taskScope=submitted&exceptionHandler=#reports&";

    /** How many more errors are thrown. */
    private static final AtomicInteger ERRORS = new AtomicInteger();

    private final ReportedErrors reports = new ReportedErrors();
    private final Semaphore goOn = new Semaphore(0);
    private final AtomicInteger atOnce = new AtomicInteger();
    private boolean exchangesFail;

    @JsonDeserialize(using = CompanyReader.class)
    public record Company(String name) {}

    static final class CompanyReader extends StdDeserializer<Company> {

        private static final long serialVersionUID = 1L;

        CompanyReader() {
            super(Company.class);
        }

        @Override
        public Company deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            throwError();
            return new Company(parser.readValueAsTree().get("name").toString());
        }
    }

    private static final class NoMoreMemory extends VirtualMachineError {

        private static final long serialVersionUID = 1L;
    }

    private static void throwError() {
        if (ERRORS.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new NoMoreMemory();
        }
    }

    private final class FailingFactory extends PrototypeExchangeFactory {

        private FailingFactory(Consumer consumer) {
            super(consumer);
        }

        @Override
        public ExchangeFactory newExchangeFactory(Consumer consumer) {
            FailingFactory factory = new FailingFactory(consumer);
            factory.setCamelContext(getCamelContext());
            return factory;
        }

        @Override
        public Exchange create(Endpoint endpoint, boolean autoRelease) {
            if (exchangesFail) {
                throwError();
            }
            return super.create(endpoint, autoRelease);
        }
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        context.getCamelContextExtension().setExchangeFactory(new FailingFactory(null));
        context.getRegistry().bind("reports", reports);
        return context;
    }

    @BeforeEach
    void forgetErrors() {
        ERRORS.set(0);
    }

    private void submit(String options, int number) {
        template.sendBody("linkup:tasks?" + options + "type=search", Collections.nCopies(number, "camel"));
        CLOCK.advance(TASK_TIME);
    }

    private void hold(Exchange exchange) throws InterruptedException {
        atOnce.incrementAndGet();
        goOn.tryAcquire(60, TimeUnit.SECONDS);
        atOnce.decrementAndGet();
    }

    private void consume(String uri) throws Exception {
        routes(routes ->
                routes.from(uri).routeId("finished").process(this::hold).to("mock:finished"));
    }

    /** Each has thrown once, and afterwards as many as may be are under way at once. */
    private void eachComesAgainAndThereIsRoomForAll(int number, int slots) {
        await().until(() -> atOnce.get() == slots);
        goOn.release(number);
        await().until(() -> finished().getReceivedCounter() == number);
        awaitEmptyRepository();

        assertThat(emitted()).hasSize(number).doesNotHaveDuplicates();
        assertThat(counted(TaskEventType.DELIVERY_FAILED)).isEqualTo(number);
        assertThat(reports.all())
                .hasSize(number)
                .allMatch(failure -> failure instanceof NoMoreMemory || failure.getCause() instanceof NoMoreMemory);
        assertThat(context.getInflightRepository().size("finished")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"'', 1", "concurrentConsumers=2&, 2", "concurrentConsumers=3&maxInFlight=3&, 3"})
    void whileItsBodyIsMade(String options, int slots) throws Exception {
        standIn().answerSearch(input -> json("{\"name\":\"Camel\"}"));
        String type = "structuredOutputClass=" + Company.class.getName() + "&";
        ERRORS.set(6);
        submit(type, 6);

        consume(SUBMITTED + type + options + FAST);

        eachComesAgainAndThereIsRoomForAll(6, slots);
    }

    @ParameterizedTest
    @CsvSource({"'', 1", "concurrentConsumers=2&, 2", "concurrentConsumers=3&maxInFlight=3&, 3"})
    void whileItsExchangeIsMade(String options, int slots) throws Exception {
        ERRORS.set(6);
        submit("", 6);
        exchangesFail = true;

        consume(SUBMITTED + options + FAST);

        eachComesAgainAndThereIsRoomForAll(6, slots);
    }

    @ParameterizedTest
    @CsvSource({"'', 1", "concurrentConsumers=2&, 2", "concurrentConsumers=3&maxInFlight=3&, 3"})
    void byAProcessorThatIsNoRoute(String options, int slots) throws Exception {
        ERRORS.set(6);
        submit("", 6);
        finished().expectedMessageCount(6);
        Consumer consumer = context.getEndpoint(SUBMITTED + options + FAST).createConsumer(exchange -> {
            throwError();
            hold(exchange);
            template.send("mock:finished", exchange);
        });

        consumer.start();
        try {
            eachComesAgainAndThereIsRoomForAll(6, slots);
        } finally {
            goOn.release(100);
            consumer.stop();
        }
    }

    @ParameterizedTest
    @CsvSource({"'', 1", "concurrentConsumers=2&, 2", "concurrentConsumers=3&maxInFlight=3&, 3"})
    void inTheRoute(String options, int slots) throws Exception {
        ERRORS.set(6);
        submit("", 6);

        routes(routes -> routes.from(SUBMITTED + options + FAST)
                .routeId("finished")
                .process(exchange -> throwError())
                .process(this::hold)
                .to("mock:finished"));

        eachComesAgainAndThereIsRoomForAll(6, slots);
    }
}

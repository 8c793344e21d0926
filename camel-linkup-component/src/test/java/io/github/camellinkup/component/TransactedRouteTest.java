package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.test.Operation;
import jakarta.jms.ConnectionFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spring.spi.SpringTransactionPolicy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jms.connection.JmsTransactionManager;

/** A transaction that is rolled back after our step: the broker delivers the message again, in a new exchange. */
class TransactedRouteTest extends ConsumerTestSupport {

    private static final String URL = "vm://linkup-test";
    private static final EmbeddedActiveMQ BROKER = new EmbeddedActiveMQ();

    private final AtomicInteger failures = new AtomicInteger();
    private final List<Boolean> deliveries = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void startBroker() throws Exception {
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.setPersistenceEnabled(false);
        configuration.setSecurityEnabled(false);
        configuration.setJMXManagementEnabled(false);
        configuration.addAcceptorConfiguration("in-vm", URL);
        configuration.addAddressSetting(
                "#", new AddressSettings().setRedeliveryDelay(0).setMaxDeliveryAttempts(10));
        BROKER.setConfiguration(configuration);
        BROKER.start();
    }

    @AfterAll
    static void stopBroker() throws Exception {
        BROKER.stop();
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        ConnectionFactory factory = new ActiveMQConnectionFactory(URL);
        JmsTransactionManager transactions = new JmsTransactionManager(factory);
        context.addComponent("jms", JmsComponent.jmsComponentTransacted(factory, transactions));
        context.getRegistry().bind("required", new SpringTransactionPolicy(transactions));
        return context;
    }

    private void route(String uri, boolean transactedRoute) throws Exception {
        routes(routes -> {
            RouteDefinition from = routes.from("jms:queue:companies?cacheLevelName=CACHE_CONSUMER");
            if (transactedRoute) {
                from.transacted("required");
            }
            from.setHeader(LinkupConstants.REFERENCE, routes.header("crmId"))
                    .process(exchange -> deliveries.add(exchange.isExternalRedelivered()))
                    .to(uri)
                    .process(exchange -> {
                        if (failures.getAndDecrement() > 0) {
                            throw new IllegalStateException("the CRM is down");
                        }
                    })
                    .to("mock:done");
        });
    }

    private Exchange done() {
        await().until(() -> getMockEndpoint("mock:done").getExchanges().size() == 1);
        return getMockEndpoint("mock:done").getExchanges().get(0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aMessageThatIsRolledBackCreatesOneTask(boolean transactedRoute) throws Exception {
        failures.set(2);
        route("linkup:tasks?mode=single&type=search&idempotencyPeriod=1h", transactedRoute);

        template.sendBodyAndHeader("jms:queue:companies", "camel", "crmId", "ACME-1");

        assertThat(done().getMessage().getBody(Task.class).id())
                .isEqualTo(standIn().tasks().get(0).id());
        assertThat(deliveries).containsExactly(false, true, true);
        assertThat(standIn().tasks()).hasSize(1);
    }

    @Test
    void aBatchThatIsRolledBackCreatesEachRowOnce() throws Exception {
        failures.set(2);
        route("linkup:tasks?type=search&idempotencyPeriod=1h", true);
        String rows = "[{\"q\":\"a\",\"reference\":\"1\"},{\"q\":\"b\",\"reference\":\"2\"}]";

        template.sendBody("jms:queue:companies", rows);

        List<?> tasks = done().getMessage().getBody(List.class);
        assertThat(tasks).hasSize(2);
        assertThat(deliveries).hasSize(3);
        assertThat(standIn().tasks()).hasSize(2);
    }

    public record Company(int employees) {}

    /** The error is dealt with, so the transaction is committed although a redelivery was ruled out. */
    @Test
    void anAnswerThatDoesNotFitAndIsHandledIsPaidOnce() throws Exception {
        standIn().answerSearch(input -> json("{\"employees\":\"many\"}"));
        routes(routes -> {
            routes.onException(Exception.class)
                    .maximumRedeliveries(3)
                    .redeliveryDelay(0)
                    .handled(true)
                    .to("mock:done");
            routes.from("jms:queue:companies?cacheLevelName=CACHE_CONSUMER")
                    .transacted("required")
                    .process(exchange -> deliveries.add(exchange.isExternalRedelivered()))
                    .to("linkup:search?structuredOutputClass=" + Company.class.getName());
        });

        template.sendBody("jms:queue:companies", "camel");
        done();
        // The broker would deliver what was rolled back before the next message.
        standIn().answerSearch(input -> json("{\"employees\":1}"));
        template.sendBody("jms:queue:companies", "another");

        await().until(() -> standIn().count(Operation.SEARCH) == 2);
        assertThat(deliveries).containsExactly(false, false);
        assertThat(standIn().received(Operation.SEARCH))
                .extracting(call -> call.json().path("q").asText())
                .containsExactly("camel", "another");
    }

    @Test
    void withoutTheOptionANewExchangeIsANewRequest() throws Exception {
        failures.set(1);
        route("linkup:tasks?mode=single&type=search", false);

        template.sendBodyAndHeaders("jms:queue:companies", "camel", Map.of("crmId", "ACME-1"));

        done();
        assertThat(standIn().tasks()).hasSize(2);
    }
}

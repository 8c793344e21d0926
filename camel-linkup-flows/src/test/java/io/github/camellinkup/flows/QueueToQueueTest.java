package io.github.camellinkup.flows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camellinkup.flows.embedded.EmbeddedBroker;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.ManualClock;
import io.github.camellinkup.test.Operation;
import io.github.camellinkup.test.StandInTask;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.Processor;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jms.core.JmsTemplate;

@Timeout(90)
class QueueToQueueTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ManualClock clock = new ManualClock(Instant.now());
    private final LinkupStandIn standIn = LinkupStandIn.builder()
            .clock(clock)
            .noPollLimit()
            .taskTime("search", Duration.ofSeconds(5))
            .start();

    @TempDir
    private Path folder;

    private EmbeddedBroker broker;

    @AfterEach
    void stop() throws Exception {
        standIn.close();
        if (broker != null) {
            broker.stop();
        }
    }

    @Test
    void theCommandAnswersEachReadableRequestAndParksTheOther() {
        try (Flow flow = Flow.embedded("queue-to-queue", Map.of())) {
            NotifyBuilder answers = notify(flow, "read-answers", 4);
            NotifyBuilder parked = notify(flow, "read-parked", 1);

            assertThat(answers.matches(30, TimeUnit.SECONDS)).isTrue();
            assertThat(parked.matches(30, TimeUnit.SECONDS)).isTrue();
            assertThat(flow.bean("standIn", LinkupStandIn.class).tasks())
                    .extracting(task -> task.input().path("q").asText())
                    .hasSize(4)
                    .contains("Who owns the company Airbus (France), and is it insolvent?");
        }
    }

    private static NotifyBuilder notify(Flow flow, String route, int messages) {
        return new NotifyBuilder(flow.context())
                .fromRoute(route)
                .whenCompleted(messages)
                .create();
    }

    @Test
    void aBrokerThatStopsInTheMiddleLosesAndDoublesNothing() throws Exception {
        broker = EmbeddedBroker.start(folder.resolve("broker"));
        AtomicInteger calls = new AtomicInteger();
        standIn.failWhen(
                call -> call.operation() == Operation.TASKS_CREATE && calls.incrementAndGet() > 0,
                Fault.slowStart(Duration.ofSeconds(2)));
        standIn.failTasksWhen(task -> task.input().path("q").asText().contains("Doomed"), "nothing found");
        try (Flow flow = install()) {
            IntStream.rangeClosed(1, 29)
                    .forEach(number -> send("S-" + number, "{\"name\":\"Company " + number + "\"}"));
            send("S-30", "{\"name\":\"Doomed\"}");
            send("unreadable", "{\"name\":");
            send("nameless", "{\"country\":\"France\"}");

            flow.await(() -> calls.get() > 0);
            broker.stop();
            standIn.clearFaults();
            flow.await(() -> !standIn.tasks().isEmpty()
                    && pending(flow) == standIn.tasks().size());
            assertThat(standIn.tasks()).hasSizeLessThan(30);
            clock.advance(Duration.ofSeconds(5));
            flow.await(() -> count(flow, "linkup_task where failed_deliveries > 0") > 0);
            broker.startServer();

            flow.await(() -> standIn.tasks().size() >= 30);
            List<Message> answers = new ArrayList<>();
            flow.await(() -> {
                // The failed one is sent twice more.
                clock.advance(Duration.ofSeconds(5));
                Message answer = receive("suppliers.answers");
                return answer != null && answers.add(answer) && answers.size() == 30;
            });
            flow.await(() -> pending(flow) == 0);

            assertThat(receive("suppliers.answers")).isNull();
            assertThat(answers)
                    .extracting(Message::getJMSCorrelationID)
                    .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 30)
                            .mapToObj(number -> "S-" + number)
                            .toList());
            for (Message answer : answers) {
                assertIsWhatWasAskedFor(answer);
            }
            assertThat(standIn.tasks())
                    .extracting((StandInTask task) -> task.input().path("q").asText())
                    .filteredOn(question -> !question.contains("Doomed"))
                    .hasSize(29)
                    .doesNotHaveDuplicates();
            assertAreParkedWithTheirReason();
        }
    }

    private static void assertIsWhatWasAskedFor(Message answer) throws Exception {
        if (answer.getJMSCorrelationID().equals("S-30")) {
            assertThat(answer.getStringProperty("status")).isEqualTo("failed");
            assertThat(answer.getStringProperty("problem")).contains("nothing found");
            return;
        }
        assertThat(answer.getStringProperty("status")).isEqualTo("completed");
        Supplier supplier = JSON.readValue(((TextMessage) answer).getText(), Supplier.class);
        assertThat(supplier.owner()).isNotBlank();
    }

    private void assertAreParkedWithTheirReason() throws Exception {
        List<Message> parked = List.of(receive("suppliers.parked"), receive("suppliers.parked"));
        assertThat(parked).extracting(Message::getJMSCorrelationID).containsExactlyInAnyOrder("unreadable", "nameless");
        for (Message message : parked) {
            assertThat(message.getStringProperty("problem"))
                    .containsAnyOf("Unexpected end-of-input", "Validation failed");
            assertThat(((TextMessage) message).getText()).startsWith("{\"");
        }
        assertThat(receive("suppliers.parked")).isNull();
    }

    @Test
    void anAnswerThatIsSentTwiceIsDeliveredOnce() throws Exception {
        broker = EmbeddedBroker.start();
        AtomicBoolean sent = new AtomicBoolean();
        InterceptStrategy failsOnceAfterSending = (context, step, target, next) -> {
            Processor failing = exchange -> {
                target.process(exchange);
                if (sent.compareAndSet(false, true)) {
                    throw new IllegalStateException("the node has lost its database");
                }
            };
            boolean sends = step instanceof ToDefinition to && to.getUri().contains("suppliers.answers");
            return sends ? failing : target;
        };
        try (Flow flow = Flow.installedWith(failsOnceAfterSending, "queue-to-queue", standIn, properties())) {
            send("S-1", "{\"name\":\"Acme\"}");
            flow.await(() -> pending(flow) == 1);
            clock.advance(Duration.ofSeconds(5));
            flow.await(() -> sent.get() && pending(flow) == 0);

            assertThat(receive("suppliers.answers").getJMSCorrelationID()).isEqualTo("S-1");
            assertThat(receive("suppliers.answers")).isNull();
        }
    }

    private Flow install() {
        return Flow.installed("queue-to-queue", standIn, properties());
    }

    private Map<String, String> properties() {
        return Map.of("broker.url", broker.url(), "camel.beans.memory.jdbc-url", "jdbc:h2:" + folder.resolve("tasks"));
    }

    private void send(String correlationId, String request) {
        jms().send("suppliers", session -> {
            Message message = session.createTextMessage(request);
            message.setJMSCorrelationID(correlationId);
            return message;
        });
    }

    private Message receive(String queue) {
        return jms().receive(queue);
    }

    private JmsTemplate jms() {
        JmsTemplate jms = new JmsTemplate(new ActiveMQConnectionFactory(broker.url()));
        jms.setReceiveTimeout(200);
        return jms;
    }

    private static long pending(Flow flow) {
        return count(flow, "linkup_task where state = 'pending'");
    }

    private static long count(Flow flow, String table) {
        return JdbcClient.create(flow.bean("memory", javax.sql.DataSource.class))
                .sql("select count(*) from " + table)
                .query(Long.class)
                .single();
    }
}

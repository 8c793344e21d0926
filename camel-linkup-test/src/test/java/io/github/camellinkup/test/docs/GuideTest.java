package io.github.camellinkup.test.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.ForeignTask;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.LinkupStandInExtension;
import io.github.camellinkup.test.ManualClock;
import io.github.camellinkup.test.Operation;
import io.github.camellinkup.test.ReceivedCall;
import io.github.camellinkup.test.StandInTask;
import io.github.camellinkup.test.TaskTime;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GuideTest {

    @RegisterExtension
    static final LinkupStandInExtension LINKUP = new LinkupStandInExtension();

    @Test
    void plainJava() {
        // snippet:plain
        try (LinkupStandIn standIn = LinkupStandIn.start()) {
            Linkup linkup = new Linkup(standIn.baseUrl(), standIn.apiKey());
            String answer = linkup.ask("What is Apache Camel?");
            assertThat(answer).contains("Apache Camel");
        }
        // end:plain
    }

    @Test
    void settings() {
        // snippet:settings
        LinkupStandIn standIn = LinkupStandIn.builder()
                .queueLimit(50_000)
                .taskTime("search", TaskTime.between(Duration.ofSeconds(1), Duration.ofSeconds(20), 42))
                .taskTime("research", Duration.ofMinutes(3))
                .latency(Duration.ofMillis(200))
                .recordCalls(0)
                .https()
                .start();
        // end:settings
        assertThat(standIn.httpsBaseUrl()).startsWith("https://localhost:");
        standIn.close();
    }

    @Test
    void lateLists() {
        // snippet:late
        LinkupStandIn standIn = LinkupStandIn.builder()
                .queueLimit(100)
                .listedLate(TaskTime.between(Duration.ZERO, Duration.ofMillis(1500), 7))
                .start();
        // end:late
        assertThat(new Linkup(standIn.baseUrl(), standIn.apiKey()).createSearchTask("What is Apache Camel?"))
                .isNotEmpty();
        standIn.close();
    }

    @Test
    void clock() {
        // snippet:clock
        ManualClock clock = new ManualClock();
        try (LinkupStandIn standIn = LinkupStandIn.builder()
                .clock(clock)
                .taskTime("search", Duration.ofSeconds(10))
                .start()) {
            Linkup linkup = new Linkup(standIn.baseUrl(), standIn.apiKey());
            String id = linkup.createSearchTask("What is Apache Camel?");

            clock.advance(Duration.ofSeconds(9));
            assertThat(linkup.statusOf(id)).isEqualTo("processing");
            clock.advance(Duration.ofSeconds(1));
            assertThat(linkup.statusOf(id)).isEqualTo("completed");
            clock.advance(Duration.ofHours(24));
            assertThatThrownBy(() -> linkup.statusOf(id)).hasMessageContaining("404");
        }
        // end:clock
    }

    @Test
    void answers(LinkupStandIn standIn) {
        // snippet:answers
        standIn.answerSearch(input -> {
            if (input.path("q").asText().contains("France")) {
                return JsonNodeFactory.instance.objectNode().put("answer", "Paris");
            }
            return null; // the stand-in makes something up
        });
        standIn.failTasksWhen(task -> task.number() % 10 == 9, "The page could not be reached");
        // end:answers
        Linkup linkup = new Linkup(standIn.baseUrl(), standIn.apiKey());
        assertThat(linkup.ask("Capital of France?")).isEqualTo("Paris");
        assertThat(linkup.ask("Capital of Peru?")).contains("Peru");
    }

    @Test
    void faults(LinkupStandIn standIn) {
        // snippet:faults
        // The tasks are created, but the answer never arrives.
        standIn.failNext(Operation.TASKS_CREATE, Fault.cutConnection().afterProcessing());
        // The next two searches are told to wait.
        standIn.failNext(Operation.SEARCH, 2, Fault.tooManyRequests(Duration.ofSeconds(1)));
        // One read in ten meets a gateway in trouble, the same ones in every run.
        standIn.failRandomly(Operation.TASKS_LIST, 0.1, 42, Fault.answer(502, "text/html", "<h1>Bad gateway</h1>"));
        // One question is not answered.
        standIn.failWhen(
                call -> call.json().path("q").asText().equals("nonsense"), Fault.error(400, "SEARCH_QUERY_NO_RESULT"));
        // end:faults
        Linkup linkup = new Linkup(standIn.baseUrl(), standIn.apiKey());
        assertThatThrownBy(() -> linkup.createSearchTask("x")).isInstanceOf(UncheckedIOException.class);
        assertThat(standIn.tasks()).hasSize(1);
        assertThatThrownBy(() -> linkup.ask("x")).hasMessageContaining("429");
    }

    @Test
    void assertions(LinkupStandIn standIn) {
        Linkup linkup = new Linkup(standIn.baseUrl(), standIn.apiKey());
        linkup.ask("What is Apache Camel?");
        linkup.createSearchTask("What is Apache Kafka?");

        // snippet:assertions
        ReceivedCall call = standIn.received(Operation.SEARCH).get(0);
        assertThat(call.body())
                .isEqualTo("{\"q\":\"What is Apache Camel?\",\"depth\":\"fast\",\"outputType\":\"sourcedAnswer\"}");
        assertThat(call.header("Authorization")).hasValue("Bearer " + standIn.apiKey());
        assertThat(call.status()).isEqualTo(200);

        assertThat(standIn.count(Operation.TASKS_CREATE)).isEqualTo(1);
        assertThat(standIn.refusedReads()).isZero();
        assertThat(standIn.refusedDirectCalls()).isZero();
        assertThat(standIn.tasks())
                .extracting(StandInTask::input)
                .extracting(input -> input.get("q").asText())
                .containsExactly("What is Apache Kafka?");
        // end:assertions
    }

    @Test
    void foreignTasks(LinkupStandIn standIn) {
        JsonNode pages = JsonNodeFactory.instance.objectNode().put("pages", 7);

        // snippet:foreign
        standIn.addForeignTask(ForeignTask.of("search"));
        standIn.addForeignTask(ForeignTask.of("research").status(StandInTask.Status.PROCESSING));
        standIn.addForeignTask(ForeignTask.of("extract")); // in closed beta
        standIn.addForeignTask(ForeignTask.of("crawl").output(pages)); // a type that no client knows
        // end:foreign
        assertThat(standIn.tasks()).hasSize(4);
    }
}

package io.github.camellinkup.kamelets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camellinkup.client.exception.LinkupInsufficientCreditException;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.LinkupStandInExtension;
import io.github.camellinkup.test.Operation;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The kamelets in the routes that the documentation shows. */
class KameletsTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @RegisterExtension
    private static final LinkupStandInExtension LINKUP = new LinkupStandInExtension(LinkupStandIn.builder()
            .noPollLimit()
            .taskTime("search", Duration.ofMillis(50))
            .taskTime("research", Duration.ofMillis(50)));

    private static Application application;

    private static String schema;

    @BeforeAll
    static void start() throws Exception {
        LinkupStandIn linkup = LINKUP.standIn();
        application = new Application(
                linkup, "classpath:docs/kamelets.yaml", Map.of("camel.component.linkup.api-key", linkup.apiKey()));
        schema = KameletFiles.resource("/schemas/company.json");
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @BeforeEach
    void forgetResults() {
        application.mock("results").reset();
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static JsonNode sent(LinkupStandIn linkup, Operation operation) {
        assertThat(linkup.received(operation)).hasSize(1);
        return linkup.received(operation).get(0).json();
    }

    @Test
    void aSearchSendsWhatIsSetAndAnswersJson(LinkupStandIn linkup) throws Exception {
        linkup.answerSearch(input -> json("{\"answer\":\"Apache\",\"sources\":[]}"));

        String answer = application.template().requestBody("direct:search", "Who maintains Camel?", String.class);

        assertThat(json(answer)).isEqualTo(json("{\"answer\":\"Apache\",\"sources\":[]}"));
        assertThat(sent(linkup, Operation.SEARCH))
                .isEqualTo(json("{\"q\":\"Who maintains Camel?\",\"depth\":\"fast\",\"outputType\":\"sourcedAnswer\","
                        + "\"maxResults\":3}"));
    }

    @Test
    void theFirstKamelet(LinkupStandIn linkup) throws Exception {
        Application first = new Application(
                linkup,
                "classpath:docs/first-kamelet.camel.yaml",
                Map.of("camel.component.linkup.api-key", linkup.apiKey()));
        try {
            await().until(() -> linkup.count(Operation.SEARCH) == 1);
        } finally {
            first.close();
        }
    }

    @Test
    void aHeaderOverridesAPropertyForOneMessage(LinkupStandIn linkup) throws Exception {
        application.template().requestBodyAndHeader("direct:search", "camel", "CamelLinkupDepth", "deep");

        assertThat(sent(linkup, Operation.SEARCH).path("depth").asText()).isEqualTo("deep");
    }

    @Test
    void anErrorReachesTheRoute(LinkupStandIn linkup) throws Exception {
        linkup.failNext(Operation.SEARCH, Fault.error(429, "INSUFFICIENT_FUNDS_CREDITS"));

        Throwable thrown = catchThrowable(() -> application.template().requestBody("direct:search", (Object) "camel"));

        assertThat(thrown).hasRootCauseInstanceOf(LinkupInsufficientCreditException.class);
    }

    @Test
    void aFetchSendsSchemaAndInstructions(LinkupStandIn linkup) throws Exception {
        application.template().requestBody("direct:fetch", (Object) "https://acme.example");

        assertThat(sent(linkup, Operation.FETCH))
                .isEqualTo(MAPPER.createObjectNode()
                        .put("url", "https://acme.example")
                        .put("renderJs", true)
                        .put("instructions", "Names as in the imprint & without titles: 100% + {more}")
                        .set("schema", json(schema)));
    }

    @Test
    void researchGoesOnWithItsResult(LinkupStandIn linkup) throws Exception {
        linkup.answerResearch(input -> json("{\"answer\":\"Because of fat\",\"sources\":[]}"));

        String answer = application.template().requestBody("direct:research", "Why humps?", String.class);

        assertThat(json(answer).path("answer").asText()).isEqualTo("Because of fat");
        assertThat(sent(linkup, Operation.RESEARCH_CREATE))
                .isEqualTo(json("{\"q\":\"Why humps?\",\"outputType\":\"sourcedAnswer\",\"reasoningDepth\":\"S\"}"));
    }

    @Test
    void aTaskIsSentByTheSinkAndItsResultReceivedByTheSource(LinkupStandIn linkup) throws Exception {
        linkup.answerSearch(input -> json("{\"name\":\"Acme\"}"));
        MockEndpoint results = application.mock("results");
        results.expectedMessageCount(1);
        results.expectedHeaderReceived("CamelLinkupReference", "4711");
        results.expectedHeaderReceived("crmId", "4711");
        results.expectedHeaderReceived("CamelLinkupTaskStatus", "completed");

        application.template().sendBodyAndHeader("direct:companies", "What does Acme do?", "crmId", "4711");

        results.assertIsSatisfied();
        assertThat(json(results.getExchanges().get(0).getMessage().getBody(String.class)))
                .isEqualTo(json("{\"name\":\"Acme\"}"));
        JsonNode task = sent(linkup, Operation.TASKS_CREATE).get(0);
        assertThat(task.path("type").asText()).isEqualTo("search");
        assertThat(task.path("input"))
                .isEqualTo(json("{\"q\":\"What does Acme do?\",\"depth\":\"deep\",\"outputType\":\"structured\"}")
                        .<com.fasterxml.jackson.databind.node.ObjectNode>deepCopy()
                        .put("structuredOutputSchema", schema));
    }

    @Test
    void aFailedTaskIsReceivedWithAnEmptyBodyAndTheReason(LinkupStandIn linkup) throws Exception {
        linkup.failTasksWhen(task -> true, "nothing found");
        MockEndpoint results = application.mock("results");
        results.expectedMessageCount(1);
        results.expectedHeaderReceived("CamelLinkupTaskError", "nothing found");

        application.template().sendBodyAndHeader("direct:companies", "What does Acme do?", "crmId", "4711");

        results.assertIsSatisfied();
        assertThat(results.getExchanges().get(0).getMessage().getBody()).isNull();
    }
}

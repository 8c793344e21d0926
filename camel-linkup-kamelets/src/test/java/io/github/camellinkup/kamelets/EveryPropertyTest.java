package io.github.camellinkup.kamelets;

import static io.github.camellinkup.kamelets.KameletFiles.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.engine.exception.LinkupSpendLimitException;
import io.github.camellinkup.test.ForeignTask;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.LinkupStandInExtension;
import io.github.camellinkup.test.Operation;
import io.github.camellinkup.test.ReceivedCall;
import io.github.camellinkup.test.StandInTask;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Every property of each kamelet has the effect that its description promises. */
class EveryPropertyTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String KEY = "lk-secret-7f3a91c2e5";
    private static final String HEADER = "X-Gateway-Key";

    @RegisterExtension
    private static final LinkupStandInExtension LINKUP = new LinkupStandInExtension(LinkupStandIn.builder()
            .apiKeys(KEY)
            .keyHeader(HEADER)
            .noPollLimit()
            .taskTime("search", Duration.ofMillis(50))
            .taskTime("research", Duration.ofMillis(50)));

    @TempDir
    private Path folder;

    /** Parameters that every kamelet has, and those that stand in the lines of a text. */
    private static Map<String, String> parameters(LinkupStandIn linkup, String others) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("apiKey", KEY);
        parameters.put("baseUrl", linkup.baseUrl());
        parameters.put("authHeader", HEADER);
        parameters.put("spendLimit", "100");
        others.lines().map(line -> line.split(": ", 2)).forEach(line -> parameters.put(line[0], line[1]));
        return parameters;
    }

    private static void assertComplete(String kamelet, Map<String, String> parameters) throws IOException {
        assertThat(parameters)
                .containsOnlyKeys(map(KameletFiles.yaml(kamelet), "spec", "definition", "properties")
                        .keySet());
    }

    /** Nothing is at the address that the component would call without the property of the kamelet. */
    private Application application(LinkupStandIn linkup, String kamelet, Map<String, String> parameters)
            throws Exception {
        return Application.to(
                linkup,
                folder,
                kamelet,
                parameters,
                Map.of(
                        "camel.component.linkup.base-url",
                        "http://127.0.0.1:9/v1",
                        "camel.component.linkup.max-retries",
                        "0"));
    }

    private JsonNode sent(
            LinkupStandIn linkup, String kamelet, String body, Operation operation, Map<String, String> parameters)
            throws Exception {
        assertComplete(kamelet, parameters);
        try (Application application = application(linkup, kamelet, parameters)) {
            // Research takes seconds; its call is all that is looked at.
            application
                    .template()
                    .asyncRequestBodyAndHeaders(
                            "direct:start", body, Map.of("CamelLinkupReference", kamelet, "crmId", "4711"));
            await().until(() -> linkup.count(operation) > 0);
        }
        List<ReceivedCall> calls = linkup.received(operation);
        assertThat(calls).hasSize(1);
        assertThat(calls.get(0).header(HEADER)).hasValue(KEY);
        return calls.get(0).json();
    }

    private static ObjectNode expected(String json, boolean asText) throws IOException {
        String schema = KameletFiles.resource("/schemas/company.json");
        ObjectNode expected = (ObjectNode) MAPPER.readTree(json);
        return asText
                ? expected.put("structuredOutputSchema", schema)
                : expected.set("schema", MAPPER.readTree(schema));
    }

    @Test
    void search(LinkupStandIn linkup) throws Exception {
        JsonNode sent = sent(linkup, "linkup-search-action", "camel", Operation.SEARCH, parameters(linkup, """
                        depth: deep
                        outputType: structured
                        structuredOutputSchema: classpath:schemas/company.json
                        includeDomains: apache.org,camel.apache.org
                        excludeDomains: example.com
                        fromDate: 2026-01-01
                        toDate: 2026-11-30
                        maxResults: 5
                        includeImages: true
                        includeInlineCitations: true
                        includeSources: true
                        bodyFields: question
                        """));

        assertThat(sent).isEqualTo(expected("""
                {"q": "camel", "depth": "deep", "outputType": "structured",
                 "includeDomains": ["apache.org", "camel.apache.org"], "excludeDomains": ["example.com"],
                 "fromDate": "2026-01-01", "toDate": "2026-11-30", "maxResults": 5, "includeImages": true,
                 "includeInlineCitations": true, "includeSources": true}
                """, true));
    }

    @Test
    void fetch(LinkupStandIn linkup) throws Exception {
        JsonNode sent =
                sent(linkup, "linkup-fetch-action", "https://acme.example", Operation.FETCH, parameters(linkup, """
                        fetchMode: pro
                        renderJs: true
                        includeRawContent: true
                        extractImages: true
                        schema: classpath:schemas/company.json
                        instructions: Be brief
                        bodyFields: question
                        """));

        assertThat(sent).isEqualTo(expected("""
                {"url": "https://acme.example", "mode": "pro", "renderJs": true, "includeRawContent": true,
                 "extractImages": true, "instructions": "Be brief"}
                """, false));
    }

    @Test
    void research(LinkupStandIn linkup) throws Exception {
        JsonNode sent =
                sent(linkup, "linkup-research-action", "Why?", Operation.RESEARCH_CREATE, parameters(linkup, """
                        reasoningDepth: XL
                        researchMode: investigate
                        outputType: structured
                        structuredOutputSchema: classpath:schemas/company.json
                        includeDomains: apache.org
                        excludeDomains: example.com,example.org
                        fromDate: 2026-01-01
                        toDate: 2026-11-30
                        includeImages: true
                        awaitTimeout: 1h
                        idempotencyPeriod: 24h
                        bodyFields: input
                        """));

        assertThat(sent).isEqualTo(expected("""
                {"q": "Why?", "outputType": "structured", "mode": "investigate", "reasoningDepth": "XL",
                 "includeDomains": ["apache.org"], "excludeDomains": ["example.com", "example.org"],
                 "fromDate": "2026-01-01", "toDate": "2026-11-30", "includeImages": true}
                """, true));
    }

    private static Map<String, String> ofTheSink(LinkupStandIn linkup, String type, String mode) {
        return parameters(linkup, """
                        type: %s
                        mode: %s
                        depth: fast
                        outputType: structured
                        structuredOutputSchema: classpath:schemas/company.json
                        includeDomains: apache.org
                        excludeDomains: example.com
                        fromDate: 2026-01-01
                        toDate: 2026-11-30
                        maxResults: 5
                        reasoningDepth: M
                        researchMode: answer
                        fetchMode: pro
                        renderJs: true
                        schema: classpath:schemas/company.json
                        instructions: Be brief
                        keepHeaders: crmId
                        idempotencyPeriod: 24h
                        queueFull: fail
                        bodyFields: all
                        """.formatted(type, mode));
    }

    @Test
    void sinkOfSearches(LinkupStandIn linkup) throws Exception {
        JsonNode sent = sent(
                linkup, "linkup-tasks-sink", "camel", Operation.TASKS_CREATE, ofTheSink(linkup, "search", "single"));

        assertThat(sent).hasSize(1);
        assertThat(sent.get(0).path("type").asText()).isEqualTo("search");
        assertThat(sent.get(0).path("input")).isEqualTo(expected("""
                {"q": "camel", "depth": "fast", "outputType": "structured", "includeDomains": ["apache.org"],
                 "excludeDomains": ["example.com"], "fromDate": "2026-01-01", "toDate": "2026-11-30", "maxResults": 5}
                """, true));
    }

    @Test
    void sinkOfFetchesInABatch(LinkupStandIn linkup) throws Exception {
        JsonNode sent = sent(
                linkup,
                "linkup-tasks-sink",
                "[{\"url\":\"https://acme.example\",\"reference\":\"1\"},"
                        + "{\"url\":\"https://umbrella.example\",\"reference\":\"2\"}]",
                Operation.TASKS_CREATE,
                ofTheSink(linkup, "fetch", "batch"));

        assertThat(sent).hasSize(2);
        assertThat(sent.get(0).path("type").asText()).isEqualTo("fetch");
        assertThat(sent.get(0).path("input")).isEqualTo(expected("""
                {"url": "https://acme.example", "mode": "pro", "renderJs": true, "instructions": "Be brief"}
                """, false));
    }

    @Test
    void sinkOfResearch(LinkupStandIn linkup) throws Exception {
        JsonNode sent = sent(
                linkup, "linkup-tasks-sink", "Why?", Operation.TASKS_CREATE, ofTheSink(linkup, "research", "single"));

        assertThat(sent.get(0).path("input").path("reasoningDepth").asText()).isEqualTo("M");
        assertThat(sent.get(0).path("input").path("mode").asText()).isEqualTo("answer");
    }

    @Test
    void source(LinkupStandIn linkup) throws Exception {
        String wanted = linkup.addForeignTask(ForeignTask.of("search")).id();
        linkup.addForeignTask(ForeignTask.of("search").failed("nothing found"));
        linkup.addForeignTask(ForeignTask.of("fetch"));
        linkup.addForeignTask(ForeignTask.of("search").status(StandInTask.Status.PROCESSING));
        Map<String, String> parameters = parameters(linkup, """
                        taskScope: all
                        types: search,research
                        statuses: completed
                        since: 24h
                        failedTasks: skip
                        maxResubmits: 0
                        delay: 20
                        """);
        assertComplete("linkup-tasks-source", parameters);

        try (Application application = Application.from(
                linkup,
                folder,
                "linkup-tasks-source",
                parameters,
                Map.of("camel.component.linkup.base-url", "http://127.0.0.1:9/v1"))) {
            MockEndpoint results = application.mock("results");
            results.expectedMessageCount(1);
            results.expectedHeaderReceived("CamelLinkupTaskId", wanted);
            results.assertIsSatisfied();
        }
        assertThat(linkup.received(Operation.TASKS_LIST))
                .allMatch(call -> call.header(HEADER).orElseThrow().equals(KEY));
    }

    @Test
    void aSpendLimitStopsWhatWouldPassIt(LinkupStandIn linkup) throws Exception {
        Map<String, String> parameters = parameters(linkup, """
                        spendLimit: 0.001
                        """);
        try (Application application = application(linkup, "linkup-search-action", parameters)) {
            Throwable thrown =
                    catchThrowable(() -> application.template().requestBody("direct:start", (Object) "camel"));

            assertThat(thrown).hasRootCauseInstanceOf(LinkupSpendLimitException.class);
        }
        assertThat(linkup.count()).isZero();
    }

    @Test
    void bodiesOfOthersSetTheQuestionOnly(LinkupStandIn linkup) throws Exception {
        Map<String, String> parameters = parameters(linkup, """
                        bodyFields: question
                        """);
        try (Application application = application(linkup, "linkup-search-action", parameters)) {
            Throwable thrown = catchThrowable(() -> application.template().requestBody("direct:start", (Object)
                    "{\"q\":\"camel\",\"depth\":\"deep\"}".getBytes()));

            assertThat(thrown).hasRootCauseInstanceOf(LinkupInvalidRequestException.class);
        }
        assertThat(linkup.count()).isZero();
    }
}

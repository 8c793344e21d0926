package io.github.camellinkup.kamelets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.LinkupStandInExtension;
import io.github.camellinkup.test.Operation;
import io.github.camellinkup.test.ReceivedCall;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys and schemas reach Linkup as they are, whatever characters they have. */
class KeysAndSchemasTest {

    private static final String KEY = "lk-secret-7f3a+b%41&depth=deep{c}=#?/;";
    private static final String SCHEMA =
            "{\"type\":\"object\",\"title\":\"a+b %41 100% & {c} {{d}} ${e}\",\"properties\":{\"x\":{\"type\":\"string\"}}}\n";

    @RegisterExtension
    private static final LinkupStandInExtension LINKUP = new LinkupStandInExtension(
            LinkupStandIn.builder().apiKeys(KEY).noPollLimit().taskTime("research", Duration.ofMillis(50)));

    @TempDir
    private Path folder;

    private void send(
            LinkupStandIn linkup, String kamelet, Map<String, String> parameters, Map<String, String> properties)
            throws Exception {
        try (Application application = Application.to(linkup, folder, kamelet, parameters, properties)) {
            application.template().requestBody("direct:start", (Object) "https://acme.example");
        }
    }

    private static void assertSent(LinkupStandIn linkup, Operation operation) {
        List<ReceivedCall> calls = linkup.received(operation);
        assertThat(calls).hasSize(1);
        assertThat(calls.get(0).header("Authorization")).hasValue("Bearer " + KEY);
        assertThat(calls.get(0).json().toString()).doesNotContain("deep");
    }

    @ParameterizedTest
    @CsvSource({
        "linkup-search-action, SEARCH",
        "linkup-fetch-action, FETCH",
        "linkup-research-action, RESEARCH_CREATE",
        "linkup-tasks-sink, TASKS_CREATE",
    })
    void aKeyInAPropertyThatTheRouteNames(String kamelet, Operation operation, LinkupStandIn linkup) throws Exception {
        send(linkup, kamelet, Map.of("apiKey", "RAW({{company.api-key}})"), Map.of("company.api-key", KEY));

        assertSent(linkup, operation);
    }

    @Test
    void aKeyOfTheSource(LinkupStandIn linkup) throws Exception {
        Application application = Application.from(
                linkup,
                folder,
                "linkup-tasks-source",
                Map.of("apiKey", "RAW({{company.api-key}})", "delay", "10"),
                Map.of("company.api-key", KEY));
        try {
            await().until(() -> linkup.count(Operation.TASKS_LIST) > 0);
        } finally {
            application.close();
        }

        assertThat(linkup.received(Operation.TASKS_LIST))
                .allMatch(call -> call.header("Authorization").orElseThrow().equals("Bearer " + KEY));
    }

    /** As a file of a secret has it that was written with {@code echo}. */
    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", " "})
    void aKeyWithALineBreakAtItsEnd(String end, LinkupStandIn linkup) throws Exception {
        send(linkup, "linkup-search-action", Map.of(), Map.of("camel.kamelet.linkup-search-action.apiKey", KEY + end));

        assertSent(linkup, Operation.SEARCH);
    }

    @Test
    void aKeyInAPropertyOfTheKamelet(LinkupStandIn linkup) throws Exception {
        send(linkup, "linkup-search-action", Map.of(), Map.of("camel.kamelet.linkup-search-action.apiKey", KEY));

        assertSent(linkup, Operation.SEARCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n", " "})
    void aReferenceToAPropertyKeepsTheKeyOutOfUris(String end, LinkupStandIn linkup) throws Exception {
        try (Application application = Application.to(
                linkup,
                folder,
                "linkup-search-action",
                Map.of("apiKey", "#property:company.api-key"),
                Map.of("company.api-key", KEY + end))) {
            application.template().requestBody("direct:start", (Object) "camel");

            assertThat(application.endpointUris())
                    .anyMatch(uri -> uri.startsWith("linkup:"))
                    .noneMatch(uri -> uri.contains("lk-secret"));
        }
        assertSent(linkup, Operation.SEARCH);
    }

    @Test
    void theKeyOfTheComponent(LinkupStandIn linkup) throws Exception {
        send(linkup, "linkup-search-action", Map.of(), Map.of("camel.component.linkup.api-key", KEY));

        assertSent(linkup, Operation.SEARCH);
    }

    @Test
    void aSchemaInAFileWithAnOddName(LinkupStandIn linkup) throws Exception {
        Path file = Files.writeString(folder.resolve("a & {c}.json"), SCHEMA);
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("apiKey", "RAW({{company.api-key}})");
        parameters.put("structuredOutputSchema", "RAW({{company.schema}})");

        send(
                linkup,
                "linkup-search-action",
                parameters,
                Map.of("company.api-key", KEY, "company.schema", "file:" + file));

        String sent = linkup.received(Operation.SEARCH)
                .get(0)
                .json()
                .path("structuredOutputSchema")
                .textValue();
        assertThat(new ObjectMapper().readTree(sent)).isEqualTo(new ObjectMapper().readTree(SCHEMA));
    }
}

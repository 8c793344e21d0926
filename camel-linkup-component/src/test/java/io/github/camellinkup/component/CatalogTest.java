package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools that know the catalog tell good URIs from bad ones. */
class CatalogTest {

    private final DefaultCamelCatalog catalog = new DefaultCamelCatalog();

    @BeforeEach
    void addTheComponent() throws Exception {
        String file = "META-INF/io/github/camellinkup/component/linkup.json";
        try (InputStream json = LinkupComponent.class.getClassLoader().getResourceAsStream(file)) {
            catalog.addComponent(
                    "linkup", LinkupComponent.class.getName(), new String(json.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "linkup:search",
                "linkup:search?depth=deep&outputType=structured&structuredOutputClass=com.acme.Company&maxResults=5",
                "linkup:fetch?renderJs=true&fetchMode=pro&extractImages=true",
                "linkup:research?reasoningDepth=XL&researchMode=investigate&mode=single",
                "linkup:tasks?mode=batch&type=search&batchSize=50&maxConcurrentBatches=8",
                "linkup:tasks?mode=list&statuses=completed,failed&sortBy=updatedAt&sortDirection=desc&pageSize=100",
                "linkup:tasks?taskScope=submitted&failedTasks=emit&delay=5000&backoffMultiplier=2&backoffIdleThreshold=3",
                "linkup:search?depth=flash&unknownFields=send",
                "linkup:fetch?schema=classpath:company.json&instructions=Be%20brief",
                "linkup:credits?apiKey=RAW(x)&baseUrl=https://gateway.example.com/linkup/v1&requestTimeout=30s",
            })
    void goodUrisAreValid(String uri) {
        EndpointValidationResult result = catalog.validateEndpointProperties(uri);

        assertThat(result.isSuccess()).as(result.summaryErrorMessage(true)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "linkup:serch, operation",
        "linkup:search?depth=abyss, depth",
        "linkup:search?dept=deep, dept",
        "linkup:search?maxResults=many, maxResults",
        "linkup:tasks?mode=swim, mode",
        "linkup:fetch?unknownFields=perhaps, unknownFields",
        "linkup:tasks?taskScope=mine, taskScope",
        "linkup:search?includeImages=perhaps, includeImages",
    })
    void badUrisAreNot(String uri, String named) {
        EndpointValidationResult result = catalog.validateEndpointProperties(uri);

        assertThat(result.isSuccess()).isFalse();
        assertThat(result.summaryErrorMessage(true)).contains(named);
    }

    /** Editors keep options apart from the address, and put both together. */
    @Test
    void addressesAreMadeOfOptionsAndTakenApart() throws Exception {
        Map<String, String> options = Map.of("operation", "search", "depth", "deep");

        String uri = catalog.asEndpointUri("linkup", options, false);

        assertThat(uri).isEqualTo("linkup:search?depth=deep");
        assertThat(catalog.endpointProperties(uri)).isEqualTo(options);
    }

    @Test
    void withoutTheFileNothingIsWrong() {
        DefaultCamelCatalog withoutFile = new DefaultCamelCatalog();
        withoutFile.addComponent("linkup", LinkupComponent.class.getName());

        assertThat(withoutFile
                        .validateEndpointProperties("linkup:serch?dept=deep")
                        .isSuccess())
                .isTrue();
    }

    @Test
    void secretsAreMarkedAsSuchAndTheEndpointIsAsynchronous() {
        String json = catalog.componentJSonSchema("linkup");

        assertThat(json).contains("\"async\": true");
        assertThat(catalog.getJSonSchemaResolver().getComponentJSonSchema("linkup"))
                .isEqualTo(json);
        for (String option : new String[] {"apiKey", "proxyAuthPassword"}) {
            String row = json.lines()
                    .filter(line -> line.contains("\"" + option + "\""))
                    .findFirst()
                    .orElseThrow();
            assertThat(row).contains("\"secret\": true");
        }
    }
}

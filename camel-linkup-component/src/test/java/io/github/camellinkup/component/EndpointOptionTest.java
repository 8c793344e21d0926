package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.TaskType;
import io.github.camellinkup.component.EndpointOption.Use;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of options agrees with the catalog and the requests; options take every spelling of their values. */
class EndpointOptionTest {

    private static final Set<String> CONFIGURATIONS = Set.of(
            LinkupRequestConfiguration.class.getName(),
            LinkupTaskConfiguration.class.getName(),
            LinkupListConfiguration.class.getName());

    private final DefaultCamelContext context = new DefaultCamelContext();

    @BeforeEach
    void giveAKey() {
        context.disableJMX();
        context.getComponent("linkup", LinkupComponent.class).getConfiguration().setApiKey("key");
    }

    @AfterEach
    void stop() throws Exception {
        context.close();
    }

    private static JsonNode catalog() throws IOException {
        String file = "META-INF/io/github/camellinkup/component/linkup.json";
        try (InputStream json = LinkupComponent.class.getClassLoader().getResourceAsStream(file)) {
            return new ObjectMapper().readTree(json).path("properties");
        }
    }

    private LinkupEndpoint endpoint(String uri) {
        return context.getEndpoint(uri, LinkupEndpoint.class);
    }

    @Test
    void theTableHasEveryOptionOfRequestsAndTasks() throws IOException {
        Set<String> expected = catalog().properties().stream()
                .filter(option -> CONFIGURATIONS.contains(
                        option.getValue().path("configurationClass").asText()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());

        expected.add("paymentSigner");
        assertThat(EndpointOption.ALL).extracting(EndpointOption::name).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @EnumSource
    void fieldsOfRequestsAreOptionsWhereSuchRequestsAreMade(TaskType type) {
        Set<String> fields =
                switch (type) {
                    case SEARCH -> SearchRequest.builder().fieldNames();
                    case FETCH -> FetchRequest.builder().fieldNames();
                    case RESEARCH -> ResearchRequest.builder().fieldNames();
                };
        Use direct =
                switch (type) {
                    case SEARCH -> new Use(LinkupOperations.search, null);
                    case FETCH -> new Use(LinkupOperations.fetch, null);
                    case RESEARCH -> new Use(LinkupOperations.research, LinkupTaskMode.single);
                };
        Set<String> expected = fields.stream()
                .map(field -> RequestTemplates.optionName(type, field))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(EndpointOption.ALL)
                .filteredOn(option -> expected.contains(option.name()))
                .hasSameSizeAs(expected)
                .allSatisfy(option -> assertThat(option.uses())
                        .contains(direct)
                        .containsAll(Use.of(
                                LinkupOperations.tasks,
                                LinkupTaskMode.batch,
                                LinkupTaskMode.single,
                                LinkupTaskMode.await)));
    }

    @Test
    void theCatalogHasTheChoicesOfEveryEnum() throws Exception {
        for (Map.Entry<String, JsonNode> option : catalog().properties()) {
            String type = option.getValue().path("javaType").asText();
            if (type.startsWith("io.github.camellinkup.") && option.getValue().has("enum")) {
                List<String> choices = StreamSupport.stream(
                                option.getValue().path("enum").spliterator(), false)
                        .map(JsonNode::asText)
                        .toList();
                assertThat(choices).as(option.getKey()).isEqualTo(OptionValidator.choices(Class.forName(type)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sourcedAnswer", "SOURCED_ANSWER", "sourced-answer", "sourcedanswer", "SOURCEDANSWER"})
    void aChoiceCanBeSpeltInManyWays(String spelling) {
        assertThat(endpoint("linkup:search?outputType=" + spelling)
                        .getRequestConfiguration()
                        .getOutputType())
                .hasToString("SOURCED_ANSWER");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            linkup:search?depth=abyss           | Option depth must be one of flash, fast, standard, deep, but it is 'abyss'. The option unknownFields=send sends it
            linkup:tasks?mode=swim              | Option mode must be one of batch, single, await, get, list, but it is
            linkup:research?mode=batch          | Option mode must be one of single, await, get, list for linkup:research
            linkup:tasks?sortBy=size            | Option sortBy must be one of createdAt, updatedAt, but it is 'size'
            linkup:tasks?batchAnswer=all        | Option batchAnswer must be one of tasks, ids, none, but it is 'all'
            linkup:tasks?queueFull=             | Option queueFull must be one of wait, fail, but it is ''
            linkup:research?reasoningDepth=XXL  | Option reasoningDepth must be one of S, M, L, XL, but it is 'XXL'
            linkup:tasks?settleDelay=-1         | Option settleDelay must be at least 0 ms, but it is -1 ms
            linkup:tasks?settleTimeout=5s       | Option settleTimeout must be longer than settleDelay
            linkup:tasks?batchLinger=4000d      | Option batchLinger must be at most
            """)
    void aWrongValueIsRefusedWithWhatCanBeSet(String uri, String message) {
        assertThatThrownBy(() -> endpoint(uri)).hasStackTraceContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"90000, 90000", "90s, 90000", "1m30s, 90000", "PT1M30S, 90000"})
    void aDurationIsMillisecondsOrHasUnits(String text, long millis) {
        LinkupEndpoint endpoint = endpoint("linkup:tasks?requestTimeout=" + text + "&settleTimeout=" + text);

        assertThat(endpoint.getConfiguration().getRequestTimeout()).hasMillis(millis);
        assertThat(endpoint.getTaskConfiguration().getSettleTimeout()).hasMillis(millis);
    }

    @Test
    void anOptionOfAnotherUseIsRefusedWithTheUsesItIsFor() {
        assertThatThrownBy(() -> endpoint("linkup:tasks?batchLinger=5").createProducer())
                .hasMessage("Option batchLinger is not for linkup:tasks with mode=batch."
                        + " It is for linkup:tasks (single, await). Remove it, or set mode=single or mode=await");
        assertThatThrownBy(() -> endpoint("linkup:research?depth=deep").createConsumer(exchange -> {}))
                .hasMessage("Option depth is not for from(\"linkup:research\"). It is for linkup:search,"
                        + " linkup:tasks (batch, single, await). Remove it");
    }
}

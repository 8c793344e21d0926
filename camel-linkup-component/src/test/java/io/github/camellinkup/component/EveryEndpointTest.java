package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camellinkup.client.model.CreditBalance;
import io.github.camellinkup.client.model.FetchedPage;
import io.github.camellinkup.client.model.SearchResults;
import io.github.camellinkup.client.model.SourcedAnswer;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.test.ForeignTask;
import io.github.camellinkup.test.Operation;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Every endpoint in each of its modes, as the documentation shows it in YAML and in XML. */
@ParameterizedClass
@ValueSource(strings = {"endpoints.yaml", "endpoints.xml"})
class EveryEndpointTest extends LinkupTestSupport {

    private static final JsonNode COMPANY_SCHEMA = json("{\"type\":\"object\",\"title\":\"Company\"}");

    @Parameter
    private String file;

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext camel = super.createCamelContext();
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(PluginHelper.getResourceLoader(camel).resolveResource("classpath:docs/" + file));
        return camel;
    }

    private JsonNode onlyInput() {
        JsonNode tasks = onlyCall(Operation.TASKS_CREATE).json();
        assertThat(tasks).hasSize(1);
        return tasks.get(0);
    }

    /** What a route that waits for its task goes on with. */
    private <T> T awaited(String uri, String body, Class<T> type) {
        CompletableFuture<T> answer = template.asyncRequestBody(uri, body, type);
        await().until(() -> !standIn().tasks().isEmpty());
        CLOCK.advance(TASK_TIME);
        return answer.join();
    }

    @Test
    void search() {
        assertThat(template.requestBody("direct:search", "camel", SearchResults.class)
                        .results())
                .isNotEmpty();
        assertThat(onlyCall(Operation.SEARCH).json())
                .isEqualTo(json("{\"q\":\"camel\",\"depth\":\"deep\",\"outputType\":\"searchResults\","
                        + "\"includeDomains\":[\"apache.org\",\"camel.apache.org\"],\"maxResults\":5}"));
    }

    @Test
    void structuredSearch() {
        standIn().answerSearch(input -> json("{\"name\":\"Acme\"}"));

        assertThat(template.requestBody("direct:company", (Object) "What does Acme do?"))
                .isEqualTo(Map.of("name", "Acme"));
        JsonNode sent = onlyCall(Operation.SEARCH).json();
        assertThat(sent.path("outputType").asText()).isEqualTo("structured");
        assertThat(json(sent.path("structuredOutputSchema").textValue())).isEqualTo(COMPANY_SCHEMA);
    }

    @Test
    void fetch() {
        assertThat(template.requestBody("direct:fetch", "https://acme.example/imprint", FetchedPage.class)
                        .markdown())
                .isNotBlank();
        JsonNode sent = onlyCall(Operation.FETCH).json();
        assertThat(sent.path("url").asText()).isEqualTo("https://acme.example/imprint");
        assertThat(sent.path("renderJs").booleanValue()).isTrue();
        assertThat(sent.path("schema")).isEqualTo(COMPANY_SCHEMA);
        assertThat(sent.path("instructions").asText()).isEqualTo("Names as in the imprint, without R&D");
    }

    @Test
    void research() {
        assertThat(template.requestBody("direct:research", "Why do camels have humps?", Task.class)
                        .id())
                .isEqualTo(standIn().tasks().get(0).id());
        assertThat(onlyCall(Operation.RESEARCH_CREATE).json())
                .isEqualTo(json("{\"q\":\"Why do camels have humps?\",\"outputType\":\"sourcedAnswer\","
                        + "\"mode\":\"investigate\",\"reasoningDepth\":\"S\"}"));
    }

    @Test
    void researchThatIsAwaited() {
        assertThat(awaited("direct:research-await", "Why?", SourcedAnswer.class).answer())
                .isNotBlank();
        assertThat(onlyCall(Operation.RESEARCH_CREATE)
                        .json()
                        .path("reasoningDepth")
                        .asText())
                .isEqualTo("S");
    }

    @Test
    void researchByItsId() {
        String id = standIn().addForeignTask(ForeignTask.of("research")).id();

        assertThat(template.requestBodyAndHeader("direct:research-get", null, LinkupConstants.TASK_ID, id, Task.class)
                        .id())
                .isEqualTo(id);
        assertThat(onlyCall(Operation.RESEARCH_GET).path()).endsWith("/research/" + id);
    }

    @Test
    void researchInAList() {
        String id = standIn().addForeignTask(ForeignTask.of("research")).id();

        assertThat(template.requestBody("direct:research-list", null, TaskPage.class)
                        .tasks())
                .extracting(Task::id)
                .containsExactly(id);
        assertThat(onlyCall(Operation.RESEARCH_LIST).query())
                .containsEntry("sortBy", List.of("updatedAt"))
                .containsEntry("sortDirection", List.of("desc"))
                .containsEntry("pageSize", List.of("50"));
    }

    @Test
    void finishedResearch() throws Exception {
        MockEndpoint researched = getMockEndpoint("mock:researched");
        researched.expectedMessageCount(1);
        Task task = template.requestBody("direct:research", "Why?", Task.class);
        researched.expectedHeaderReceived(LinkupConstants.TASK_ID, task.id());

        CLOCK.advance(TASK_TIME);

        researched.assertIsSatisfied();
        assertThat(researched.getExchanges().get(0).getMessage().getBody()).isInstanceOf(SourcedAnswer.class);
    }

    @Test
    void batch() {
        List<?> ids =
                template.requestBody("direct:batch", List.of("Who leads Acme?", "Who leads Umbrella?"), List.class);

        assertThat(ids)
                .isEqualTo(standIn().tasks().stream().map(task -> task.id()).toList());
        JsonNode sent = onlyCall(Operation.TASKS_CREATE).json();
        assertThat(sent).hasSize(2);
        assertThat(sent.get(1))
                .isEqualTo(json("{\"type\":\"search\",\"input\":{\"q\":\"Who leads Umbrella?\",\"depth\":\"deep\","
                        + "\"outputType\":\"sourcedAnswer\"}}"));
    }

    @Test
    void oneTaskAndItsResult() throws Exception {
        MockEndpoint finished = getMockEndpoint("mock:finished");
        finished.expectedMessageCount(1);
        finished.expectedHeaderReceived("crmId", "4711");
        finished.expectedHeaderReceived(LinkupConstants.REFERENCE, "4711");
        finished.expectedHeaderReceived(LinkupConstants.TASK_STATUS, "completed");

        for (int times = 0; times < 2; times++) {
            template.sendBodyAndHeader("direct:single", "Who leads Acme?", "crmId", "4711");
        }
        assertThat(onlyInput().path("type").asText()).isEqualTo("search");
        CLOCK.advance(TASK_TIME);

        finished.assertIsSatisfied();
        assertThat(finished.getExchanges().get(0).getMessage().getBody()).isInstanceOf(SourcedAnswer.class);
    }

    /** The consumer sends the request of a failed task again. */
    @Test
    void aFailedTask() throws Exception {
        standIn().failTasksWhen(task -> task.number() == 0, "nothing found");
        MockEndpoint finished = getMockEndpoint("mock:finished");
        finished.expectedMessageCount(1);
        finished.expectedHeaderReceived(LinkupConstants.RESUBMITS, 1);

        template.sendBodyAndHeader("direct:single", "Who leads Acme?", "crmId", "4711");
        CLOCK.advance(TASK_TIME);
        await().until(() -> standIn().tasks().size() == 2);
        CLOCK.advance(TASK_TIME);

        finished.assertIsSatisfied();
    }

    @Test
    void aTaskThatIsAwaited() {
        assertThat(awaited("direct:await", "https://acme.example", FetchedPage.class)
                        .markdown())
                .isNotBlank();
        assertThat(onlyInput())
                .isEqualTo(json("{\"type\":\"fetch\",\"input\":{\"url\":\"https://acme.example\",\"mode\":\"pro\"}}"));
    }

    @Test
    void aTaskByItsId() {
        String id = standIn().addForeignTask(ForeignTask.of("search")).id();

        assertThat(template.requestBodyAndHeader("direct:get", null, LinkupConstants.TASK_ID, id, Task.class)
                        .id())
                .isEqualTo(id);
        assertThat(onlyCall(Operation.TASKS_GET).path()).endsWith("/tasks/" + id);
    }

    @Test
    void tasksInAList() {
        String id = standIn().addForeignTask(ForeignTask.of("fetch")).id();

        assertThat(template.requestBody("direct:list", null, TaskPage.class).tasks())
                .extracting(Task::id)
                .containsExactly(id);
        assertThat(onlyCall(Operation.TASKS_LIST).query())
                .containsEntry("type", List.of("fetch", "search"))
                .containsEntry("status", List.of("completed", "failed"))
                .containsEntry("pageSize", List.of("100"));
    }

    @Test
    void credits() {
        standIn().setCredits(new BigDecimal("123.456"));

        assertThat(template.requestBody("direct:credits", null, CreditBalance.class)
                        .balance())
                .isEqualByComparingTo("123.456");
        assertThat(standIn().count(Operation.CREDITS)).isEqualTo(1);
    }
}

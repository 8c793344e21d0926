package io.github.camellinkup.engine.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.RawJson;
import io.github.camellinkup.client.model.ReasoningDepth;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.Resubmission;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the input that Linkup reports back to the request. */
class ResubmissionsTest {

    private static Optional<TaskRequest> again(String type, String input) {
        Task task = new Task(
                "id",
                type,
                TaskStatus.FAILED,
                Instant.parse("2026-05-18T10:00:00Z"),
                null,
                input == null ? null : RawJson.wrap(input.getBytes(StandardCharsets.UTF_8)),
                null,
                "out of luck",
                null);
        PendingTask pending = new PendingTask(
                "id", type, task.createdAt(), "R", Map.of("crmId", 7), null, new Resubmission("older", 1), 0);
        return Resubmissions.of(FinishedTask.of(pending, task));
    }

    @Test
    void whoseItIsIsKeptAndTheCountGoesOn() {
        TaskRequest request = again("fetch", "{\"url\":\"https://a.org\",\"mode\":\"standard\",\"renderJs\":false}")
                .orElseThrow();

        assertThat(request.reference()).isEqualTo("R");
        assertThat(request.headers()).containsEntry("crmId", 7);
        assertThat(request.resubmission()).isEqualTo(new Resubmission("id", 2));
        assertThat(request.awaitedUntil()).isNull();
        assertThat(request.input())
                .isEqualTo(FetchRequest.builder().url("https://a.org").build());
    }

    @Test
    void listsAndSchemasAreKept() {
        SearchRequest search = (SearchRequest) again(
                        "search",
                        "{\"q\":\"camel\",\"depth\":\"deep\",\"outputType\":\"structured\","
                                + "\"structuredOutputSchema\":{\"type\":\"object\"},\"includeSources\":true,"
                                + "\"includeDomains\":[\"a.org\"],\"excludeDomains\":null,\"maxResults\":null,"
                                + "\"toDate\":\"2026-05-18\",\"fromDate\":\"2026-05-01\",\"includeImages\":false}")
                .orElseThrow()
                .input();

        assertThat(search.structuredOutputSchema().json()).isEqualTo("{\"type\":\"object\"}");
        assertThat(search.includeDomains()).containsExactly("a.org");
        assertThat(search.includeSources()).isTrue();
        assertThat(search.includeImages()).isNull();
        assertThat(search.fromDate()).isNotNull();
        assertThat(search.toDate())
                .as("the day on which it was created is the default")
                .isNull();
    }

    @Test
    void anEndThatWasAskedForIsKept() {
        SearchRequest search = (SearchRequest) again(
                        "search",
                        "{\"q\":\"camel\",\"depth\":\"deep\",\"outputType\":\"searchResults\","
                                + "\"toDate\":\"2025-12-31T00:00:00.000Z\"}")
                .orElseThrow()
                .input();

        assertThat(search.toDate()).isNotNull();
    }

    @Test
    void whatThisVersionDoesNotKnowIsKept() {
        SearchRequest search = (SearchRequest) again(
                        "search",
                        "{\"q\":\"camel\",\"depth\":\"turbo\",\"outputType\":\"sourcedAnswer\",\"safe\":true,"
                                + "\"near\":{\"lat\":1.50},\"off\":false,\"absent\":null}")
                .orElseThrow()
                .input();

        assertThat(search.furtherFields().toString()).isEqualTo("{depth=\"turbo\", near={\"lat\":1.50}, safe=true}");
    }

    @Test
    void aReasoningDepthOtherThanTheDefaultIsKept() {
        String research =
                "{\"q\":\"why\",\"outputType\":\"sourcedAnswer\",\"mode\":\"auto\",\"reasoningDepth\":\"%s\"}";

        assertThat(again("research", research.formatted("M")).orElseThrow().input())
                .isEqualTo(ResearchRequest.builder()
                        .q("why")
                        .reasoningDepth(ReasoningDepth.M)
                        .build());
        assertThat(again("research", research.formatted("L")).orElseThrow().input())
                .isEqualTo(ResearchRequest.builder().q("why").build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"url\":null}", "{\"url\":\"ftp://a.org\"}"})
    void whatMakesNoRequestIsNotSent(String input) {
        assertThat(again("fetch", input)).isEmpty();
    }

    @Test
    void typesThatThisClientDoesNotKnowAreNotSent() {
        assertThat(again("video", "{\"length\":3}")).isEmpty();
        assertThat(again("search", null)).isEmpty();
    }
}

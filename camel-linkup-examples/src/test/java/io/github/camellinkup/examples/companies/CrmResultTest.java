package io.github.camellinkup.examples.companies;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camellinkup.component.structured.StructuredOutputClass;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

public class CrmResultTest {

    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:01Z");

    @Test
    void resultThatHasExpiredIsAFailureWithItsMessage() {
        CrmResult expired = withoutResult("Linkup does not know the task any more");

        assertThat(expired.isFailed()).isTrue();
        assertThat(expired.values())
                .containsEntry("company_key", "A-1")
                .containsEntry("status", "failed")
                .containsEntry("error", "Linkup does not know the task any more")
                .containsEntry("task_id", "task-1");
        assertThat(expired.values().get("finished_at")).isNotNull();
    }

    @Test
    void failureWithoutAReasonSaysSo() {
        assertThat(withoutResult(null).values()).containsEntry("error", "no reason was given");
    }

    @Test
    void nothingOfAProfileMustBeFound() throws Exception {
        StructuredOutputClass wanted = StructuredOutputClass.of(CompanyProfile.class, null);
        JsonNode schema = new JsonMapper().readTree(wanted.schema().json());
        ObjectNode unknown = new JsonMapper().createObjectNode();
        schema.path("properties").fieldNames().forEachRemaining(unknown::putNull);

        assertThat(schema.has("required")).isFalse();
        assertThat(schema.path("properties")).hasSize(6).allSatisfy(field -> assertThat(field.path("type"))
                .extracting(JsonNode::asText)
                .contains("null"));
        for (JsonNode answer : List.of(unknown, unknown.objectNode())) {
            CrmResult result = CrmResult.of(
                    (CompanyProfile) wanted.read(answer), "A-1", "task-1", "completed", null, null, CREATED, CREATED);

            assertThat(result.values())
                    .containsEntry("status", "done")
                    .containsEntry("industry", null)
                    .containsEntry("employees", null)
                    .containsEntry("founded", null);
        }
    }

    /** As the consumer tells of a task that Linkup does not know any more: it has no result, and did not finish. */
    private static CrmResult withoutResult(String error) {
        return CrmResult.of(null, "A-1", "task-1", null, error, null, CREATED, null);
    }
}

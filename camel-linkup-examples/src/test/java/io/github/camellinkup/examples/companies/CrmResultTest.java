package io.github.camellinkup.examples.companies;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class CrmResultTest {

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

    /** As the consumer tells of a task that Linkup does not know any more: it has no result, and did not finish. */
    private static CrmResult withoutResult(String error) {
        return CrmResult.of(null, "A-1", "task-1", error, null, CREATED, null);
    }
}

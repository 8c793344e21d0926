package io.github.camellinkup.examples.companies;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camellinkup.client.model.SearchResult;
import io.github.camellinkup.component.LinkupConstants;
import io.github.camellinkup.examples.companies.crm.CrmEntry;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Header;

/**
 * A finished task as the CRM keeps it.
 *
 * @param key identifies the company
 * @param taskId the task
 * @param profile what was found, null if the task failed
 * @param sources where it was found
 * @param error why the task failed, null if it completed
 * @param isPaid whether it cost something: what Linkup reports as failed does not, what cannot be stored does
 * @param createdAt when the task was created
 * @param finishedAt when the task finished
 */
public record CrmResult(
        String key,
        String taskId,
        CompanyProfile profile,
        List<SearchResult> sources,
        String error,
        boolean isPaid,
        Instant createdAt,
        Instant finishedAt) {

    private static final JsonMapper MAPPER = new JsonMapper();

    /** Takes a finished task from the exchange that the consumer emits for it. */
    static CrmResult of(
            @Body CompanyProfile profile,
            @Header(LinkupConstants.REFERENCE) String key,
            @Header(LinkupConstants.TASK_ID) String taskId,
            @Header(LinkupConstants.TASK_STATUS) String status,
            @Header(LinkupConstants.TASK_ERROR) String error,
            @Header(LinkupConstants.SOURCES) List<SearchResult> sources,
            @Header(LinkupConstants.CREATED_AT) Instant createdAt,
            @Header(LinkupConstants.UPDATED_AT) Instant finishedAt) {
        return new CrmResult(
                key,
                taskId,
                profile,
                sources == null ? List.of() : sources,
                profile == null ? Objects.requireNonNullElse(error, "no reason was given") : null,
                "completed".equals(status),
                createdAt,
                finishedAt);
    }

    /** A company that Linkup has refused to search for. */
    static CrmResult refused(String key, String reason) {
        return new CrmResult(key, null, null, List.of(), reason, false, null, null);
    }

    /** The same task as a failure: what it has found cannot be stored. */
    CrmResult asFailure(String reason) {
        return new CrmResult(key, taskId, null, List.of(), reason, isPaid, createdAt, finishedAt);
    }

    boolean isFailed() {
        return profile == null;
    }

    /** The columns of the CRM table. A failed task leaves those of the profile empty. */
    public Map<String, Object> values() {
        Optional<CompanyProfile> found = Optional.ofNullable(profile);
        Map<String, Object> values = new HashMap<>();
        values.put("company_key", key);
        values.put("status", isFailed() ? CrmEntry.FAILED : CrmEntry.DONE);
        values.put("industry", found.flatMap(CompanyProfile::industry).orElse(null));
        values.put("employees", found.map(CompanyProfile::employees).orElse(null));
        values.put("founded", found.map(CompanyProfile::founded).orElse(null));
        values.put("headquarters", found.flatMap(CompanyProfile::headquarters).orElse(null));
        values.put(
                "chief_executive", found.flatMap(CompanyProfile::chiefExecutive).orElse(null));
        values.put("description", found.flatMap(CompanyProfile::description).orElse(null));
        values.put("sources", isFailed() ? null : sourcesAsJson());
        values.put("error", error);
        values.put("task_id", taskId);
        values.put("sent_at", timestamp(createdAt));
        values.put("finished_at", timestamp(finishedAt == null ? Instant.now() : finishedAt));
        return values;
    }

    private String sourcesAsJson() {
        List<Map<String, String>> links = sources.stream()
                .filter(source -> source.url() != null)
                .map(source -> {
                    Map<String, String> link = new LinkedHashMap<>();
                    link.put("name", source.name());
                    link.put("url", source.url());
                    return link;
                })
                .toList();
        try {
            return MAPPER.writeValueAsString(links);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts can always be written as JSON", e);
        }
    }

    private static Timestamp timestamp(Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }
}

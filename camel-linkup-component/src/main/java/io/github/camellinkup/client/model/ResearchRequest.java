package io.github.camellinkup.client.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * Research, which always runs as a task. Fields that are null are not sent. The names are the API's.
 *
 * @param q the question; required
 * @param outputType the shape of the answer, sourced or structured; required
 * @param mode the kind of research
 * @param reasoningDepth how much reasoning it may use
 * @param structuredOutputSchema the schema of a structured answer; required when {@code outputType} is structured
 * @param includeImages whether to return images, too
 * @param fromDate the earliest date of a source, an ISO date or date-time, not before 1970-01-01
 * @param toDate the latest date of a source, an ISO date or date-time, not before {@code fromDate}
 * @param includeDomains the only domains to search, at most 100
 * @param excludeDomains domains to leave out
 * @param furtherFields fields and values that this version does not know, sent as they are; null means none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ResearchRequest(
        String q,
        OutputType outputType,
        ResearchMode mode,
        ReasoningDepth reasoningDepth,
        StructuredOutputSchema structuredOutputSchema,
        Boolean includeImages,
        String fromDate,
        String toDate,
        List<String> includeDomains,
        List<String> excludeDomains,
        Map<String, JsonNode> furtherFields)
        implements LinkupRequest {

    /**
     * @throws io.github.camellinkup.client.exception.LinkupInvalidRequestException if a field is missing or wrong; it
     *     names every such field
     */
    public ResearchRequest {
        furtherFields = RequestBuilder.sorted(furtherFields);
        new RequestCheck()
                .question(q)
                .required("outputType", outputType, furtherFields)
                .sourcedOrStructured(outputType)
                .schemaFor(outputType, structuredOutputSchema)
                .dates(fromDate, toDate)
                .includeDomains(includeDomains)
                .excludeDomains(excludeDomains)
                .throwIfAny();
        includeDomains = includeDomains == null ? null : List.copyOf(includeDomains);
        excludeDomains = excludeDomains == null ? null : List.copyOf(excludeDomains);
    }

    @Override
    public TaskType taskType() {
        return TaskType.RESEARCH;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Collects the fields of research. */
    public static final class Builder extends RequestBuilder<Builder, ResearchRequest> {

        private static final Map<String, FieldType<?>> FIELDS = Map.of(
                "q", FieldType.TEXT,
                "outputType", FieldType.choice(OutputType.class),
                "mode", FieldType.choice(ResearchMode.class),
                "reasoningDepth", FieldType.choice(ReasoningDepth.class),
                "structuredOutputSchema", FieldType.SCHEMA,
                "includeImages", FieldType.BOOLEAN,
                "fromDate", FieldType.DATE,
                "toDate", FieldType.DATE,
                "includeDomains", FieldType.TEXT_LIST,
                "excludeDomains", FieldType.TEXT_LIST);

        private Builder() {
            super(FIELDS);
        }

        public Builder q(String q) {
            return set("q", q);
        }

        public Builder outputType(OutputType outputType) {
            return set("outputType", outputType);
        }

        public Builder mode(ResearchMode mode) {
            return set("mode", mode);
        }

        public Builder reasoningDepth(ReasoningDepth reasoningDepth) {
            return set("reasoningDepth", reasoningDepth);
        }

        @Override
        public Builder copy() {
            return new Builder().setAll(this);
        }

        /** The research; {@code outputType} is sourcedAnswer (structured with a schema) unless set. */
        @Override
        public ResearchRequest build() {
            return new ResearchRequest(
                    get("q"),
                    has("outputType") ? get("outputType") : OutputType.defaultFor(has("structuredOutputSchema")),
                    get("mode"),
                    get("reasoningDepth"),
                    get("structuredOutputSchema"),
                    get("includeImages"),
                    get("fromDate"),
                    get("toDate"),
                    get("includeDomains"),
                    get("excludeDomains"),
                    furtherFields());
        }
    }
}

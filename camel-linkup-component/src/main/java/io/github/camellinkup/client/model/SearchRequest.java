package io.github.camellinkup.client.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * One web search. Fields that are null are not sent. The names are the API's.
 *
 * @param q the question; required
 * @param depth how thoroughly to look; required
 * @param outputType the shape of the answer; required
 * @param structuredOutputSchema the schema of a structured answer; required when {@code outputType} is structured
 * @param includeImages whether to return image results, too
 * @param includeInlineCitations whether a sourced answer should cite its sources in the text
 * @param includeSources whether a structured answer has its sources, which changes its shape
 * @param fromDate the earliest date of a source, an ISO date or date-time, not before 1970-01-01
 * @param toDate the latest date of a source, an ISO date or date-time, not before {@code fromDate}
 * @param includeDomains the only domains to search, at most 100
 * @param excludeDomains domains to leave out
 * @param maxResults the maximum number of results, at least 1
 * @param furtherFields fields and values that this version does not know, sent as they are; null means none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SearchRequest(
        String q,
        Depth depth,
        OutputType outputType,
        StructuredOutputSchema structuredOutputSchema,
        Boolean includeImages,
        Boolean includeInlineCitations,
        Boolean includeSources,
        String fromDate,
        String toDate,
        List<String> includeDomains,
        List<String> excludeDomains,
        Integer maxResults,
        Map<String, JsonNode> furtherFields)
        implements LinkupRequest {

    /**
     * @throws io.github.camellinkup.client.exception.LinkupInvalidRequestException if a field is missing or wrong; it
     *     names every such field
     */
    public SearchRequest {
        furtherFields = RequestBuilder.sorted(furtherFields);
        new RequestCheck()
                .question(q)
                .required("depth", depth, furtherFields)
                .required("outputType", outputType, furtherFields)
                .schemaFor(outputType, structuredOutputSchema)
                .dates(fromDate, toDate)
                .includeDomains(includeDomains)
                .excludeDomains(excludeDomains)
                .atLeastOne("maxResults", maxResults)
                .throwIfAny();
        includeDomains = includeDomains == null ? null : List.copyOf(includeDomains);
        excludeDomains = excludeDomains == null ? null : List.copyOf(excludeDomains);
    }

    @Override
    public TaskType taskType() {
        return TaskType.SEARCH;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Collects the fields of a search. */
    public static final class Builder extends RequestBuilder<Builder, SearchRequest> {

        private static final Map<String, FieldType<?>> FIELDS = Map.ofEntries(
                Map.entry("q", FieldType.TEXT),
                Map.entry("depth", FieldType.choice(Depth.class)),
                Map.entry("outputType", FieldType.choice(OutputType.class)),
                Map.entry("structuredOutputSchema", FieldType.SCHEMA),
                Map.entry("includeImages", FieldType.BOOLEAN),
                Map.entry("includeInlineCitations", FieldType.BOOLEAN),
                Map.entry("includeSources", FieldType.BOOLEAN),
                Map.entry("fromDate", FieldType.DATE),
                Map.entry("toDate", FieldType.DATE),
                Map.entry("includeDomains", FieldType.TEXT_LIST),
                Map.entry("excludeDomains", FieldType.TEXT_LIST),
                Map.entry("maxResults", FieldType.INTEGER));

        private Builder() {
            super(FIELDS);
        }

        public Builder q(String q) {
            return set("q", q);
        }

        public Builder depth(Depth depth) {
            return set("depth", depth);
        }

        public Builder outputType(OutputType outputType) {
            return set("outputType", outputType);
        }

        public Builder structuredOutputSchema(StructuredOutputSchema schema) {
            return set("structuredOutputSchema", schema);
        }

        @Override
        public Builder copy() {
            return new Builder().setAll(this);
        }

        /** The search; {@code depth} is standard and {@code outputType} sourcedAnswer (structured with a schema) unless set. */
        @Override
        public SearchRequest build() {
            return new SearchRequest(
                    get("q"),
                    has("depth") ? get("depth") : Depth.STANDARD,
                    has("outputType") ? get("outputType") : OutputType.defaultFor(has("structuredOutputSchema")),
                    get("structuredOutputSchema"),
                    get("includeImages"),
                    get("includeInlineCitations"),
                    get("includeSources"),
                    get("fromDate"),
                    get("toDate"),
                    get("includeDomains"),
                    get("excludeDomains"),
                    get("maxResults"),
                    furtherFields());
        }
    }
}

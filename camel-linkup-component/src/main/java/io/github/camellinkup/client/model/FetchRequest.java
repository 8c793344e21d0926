package io.github.camellinkup.client.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.util.Map;

/**
 * The fetch of one page as markdown. Fields that are null are not sent. The names are the API's.
 *
 * @param url the page, an absolute http or https URL; required
 * @param renderJs whether to run the page's scripts first
 * @param includeRawContent whether to return the page as received, too
 * @param includeRawHtml the older name of the same option, deprecated by the API
 * @param extractImages whether to return the page's images, too
 * @param mode how the page is fetched
 * @param schema which facts of the page to return as data: a JSON Schema. Linkup leaves out what the page does not support,
 *     even if it is required. Sent as a JSON object
 * @param instructions how to fill in the schema, at most 4,000 characters; only with a schema
 * @param furtherFields fields and values that this version does not know, sent as they are; null means none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FetchRequest(
        String url,
        Boolean renderJs,
        Boolean includeRawContent,
        Boolean includeRawHtml,
        Boolean extractImages,
        FetchMode mode,

        @JsonSerialize(converter = StructuredOutputSchema.AsObject.class)
        StructuredOutputSchema schema,

        String instructions,
        Map<String, JsonNode> furtherFields)
        implements LinkupRequest {

    /**
     * @throws io.github.camellinkup.client.exception.LinkupInvalidRequestException if the URL is missing, relative or
     *     not a web address, or the instructions are too long or have no schema
     */
    public FetchRequest {
        furtherFields = RequestBuilder.sorted(furtherFields);
        new RequestCheck()
                .pageUrl("url", url)
                .instructions(instructions, schema)
                .throwIfAny();
        url = url.strip();
    }

    @Override
    public TaskType taskType() {
        return TaskType.FETCH;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Collects the fields of a fetch. */
    public static final class Builder extends RequestBuilder<Builder, FetchRequest> {

        private static final Map<String, FieldType<?>> FIELDS = Map.of(
                "url", FieldType.TEXT,
                "renderJs", FieldType.BOOLEAN,
                "includeRawContent", FieldType.BOOLEAN,
                "includeRawHtml", FieldType.BOOLEAN,
                "extractImages", FieldType.BOOLEAN,
                "mode", FieldType.choice(FetchMode.class),
                "schema", FieldType.SCHEMA,
                "instructions", FieldType.TEXT);

        private Builder() {
            super(FIELDS);
        }

        public Builder url(String url) {
            return set("url", url);
        }

        public Builder mode(FetchMode mode) {
            return set("mode", mode);
        }

        public Builder schema(StructuredOutputSchema schema) {
            return set("schema", schema);
        }

        public Builder instructions(String instructions) {
            return set("instructions", instructions);
        }

        @Override
        public Builder copy() {
            return new Builder().setAll(this);
        }

        @Override
        public FetchRequest build() {
            return new FetchRequest(
                    get("url"),
                    get("renderJs"),
                    get("includeRawContent"),
                    get("includeRawHtml"),
                    get("extractImages"),
                    get("mode"),
                    get("schema"),
                    get("instructions"),
                    furtherFields());
        }
    }
}

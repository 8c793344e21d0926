package io.github.camellinkup.client.model;

import com.fasterxml.jackson.annotation.JsonInclude;
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
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FetchRequest(
        String url,
        Boolean renderJs,
        Boolean includeRawContent,
        Boolean includeRawHtml,
        Boolean extractImages,
        FetchMode mode)
        implements LinkupRequest {

    /**
     * @throws io.github.camellinkup.client.exception.LinkupInvalidRequestException if the URL is missing, relative or
     *     not a web address
     */
    public FetchRequest {
        new RequestCheck().pageUrl("url", url).throwIfAny();
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
                "mode", FieldType.choice(FetchMode.class));

        private Builder() {
            super(FIELDS);
        }

        public Builder url(String url) {
            return set("url", url);
        }

        public Builder mode(FetchMode mode) {
            return set("mode", mode);
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
                    get("mode"));
        }
    }
}

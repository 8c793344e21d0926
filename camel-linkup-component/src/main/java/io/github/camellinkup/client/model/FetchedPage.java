package io.github.camellinkup.client.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A fetched page. A requested field can still be absent.
 *
 * @param markdown the page as markdown, or null
 * @param favicon the address of the site's icon, or null
 * @param contentType the media type of the raw content, or null
 * @param rawContent the page as it was received, or null
 * @param rawHtml the page's HTML under its older name, or null
 * @param images the page's images, empty unless asked for
 * @param data what the page says about the schema of the request, or null without a schema. A field that the page does not
 *     support is missing, even if the schema requires it
 * @param json the exact JSON that Linkup sent
 */
public record FetchedPage(
        String markdown,
        String favicon,
        String contentType,
        String rawContent,
        String rawHtml,
        List<FetchedImage> images,
        JsonNode data,
        RawJson json)
        implements LinkupAnswer {

    public FetchedPage {
        images = images == null ? List.of() : List.copyOf(images);
    }
}

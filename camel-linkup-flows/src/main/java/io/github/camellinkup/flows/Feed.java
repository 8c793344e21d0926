package io.github.camellinkup.flows;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;

// snippet:feed
/** A JSON Feed, version 1.1. */
public record Feed(String version, String title, List<Item> items) {

    /**
     * A source.
     *
     * @param id its address, so that a reader knows it again
     * @param published when it was found: Linkup does not say when it was published
     * @param tags the topic that it was found for
     */
    public record Item(
            String id,
            String url,
            String title,
            @JsonProperty("content_text") String content,
            @JsonProperty("date_published") String published,
            List<String> tags) {}

    public static Feed of(@ExchangeProperty("title") String title, @Body List<Map<String, String>> sources) {
        return new Feed(
                "https://jsonfeed.org/version/1.1",
                title,
                sources.stream().map(Feed::item).toList());
    }

    private static Item item(Map<String, String> source) {
        String url = source.get("url");
        String content = Objects.requireNonNullElse(source.get("content"), "");
        return new Item(url, url, source.get("title"), content, source.get("found"), List.of(source.get("topic")));
    }
}
// end:feed

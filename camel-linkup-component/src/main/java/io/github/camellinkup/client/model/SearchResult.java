package io.github.camellinkup.client.model;

import static io.github.camellinkup.client.model.Json.text;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One result of a search.
 *
 * @param type {@code text} or {@code image}; the service may add others
 * @param name the title, or null
 * @param url the address, or null
 * @param content the text found, null for an image
 * @param favicon the address of the site's icon, or null
 */
public record SearchResult(String type, String name, String url, String content, String favicon) {

    static SearchResult of(JsonNode result) {
        return new SearchResult(
                text(result, "type"),
                text(result, "name"),
                text(result, "url"),
                text(result, "content"),
                text(result, "favicon"));
    }
}

package io.github.camellinkup.client.model;

/**
 * One thing that a search found.
 *
 * @param type {@code text} or {@code image}; the service may add others
 * @param name the title, or null
 * @param url the address, or null
 * @param content the text that was found, null for an image
 * @param favicon the address of the site's icon, or null
 */
public record SearchResult(String type, String name, String url, String content, String favicon) {}

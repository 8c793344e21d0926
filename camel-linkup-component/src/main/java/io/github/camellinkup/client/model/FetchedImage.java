package io.github.camellinkup.client.model;

/**
 * An image of a fetched page.
 *
 * @param alt the alternative text, or null
 * @param url its address, or null
 */
public record FetchedImage(String alt, String url) {}

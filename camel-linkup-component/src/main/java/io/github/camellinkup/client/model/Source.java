package io.github.camellinkup.client.model;

/**
 * A source of an answer.
 *
 * @param name the title, or null
 * @param url the address, or null
 * @param snippet the passage used; can be empty or null
 * @param favicon the address of the site's icon; can be empty or null
 */
public record Source(String name, String url, String snippet, String favicon) {}

package io.github.camellinkup.client.model;

/**
 * The answer to a search or to research. The request decides its kind, never the shape of the answer. It is the JSON itself
 * if the request has an {@code outputType} that this version does not know.
 */
public sealed interface SearchAnswer extends LinkupAnswer
        permits SearchResults, SourcedAnswer, StructuredAnswer, RawJson {}

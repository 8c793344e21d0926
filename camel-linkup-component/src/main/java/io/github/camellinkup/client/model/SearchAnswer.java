package io.github.camellinkup.client.model;

/** The answer to a search or to research. The request decides its kind, never the shape of the answer. */
public sealed interface SearchAnswer extends LinkupAnswer permits SearchResults, SourcedAnswer, StructuredAnswer {}

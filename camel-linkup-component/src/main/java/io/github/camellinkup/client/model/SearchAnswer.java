package io.github.camellinkup.client.model;

/** The answer to a search or to research. Its kind follows from the request, never from the shape of the answer. */
public sealed interface SearchAnswer extends LinkupAnswer permits SearchResults, SourcedAnswer, StructuredAnswer {}

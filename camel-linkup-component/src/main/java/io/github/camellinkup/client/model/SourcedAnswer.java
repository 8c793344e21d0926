package io.github.camellinkup.client.model;

import java.util.List;

/**
 * The answer to a question asked with {@code outputType=sourcedAnswer}.
 *
 * @param answer the answer in words
 * @param sources the sources of the answer
 * @param json the exact JSON that Linkup sent
 */
public record SourcedAnswer(String answer, List<Source> sources, RawJson json) implements SearchAnswer {

    public SourcedAnswer {
        sources = sources == null ? List.of() : List.copyOf(sources);
    }
}

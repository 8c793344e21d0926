package io.github.camellinkup.client.model;

import java.util.List;

/**
 * The answer to a search with {@code outputType=searchResults}.
 *
 * @param results the results, in Linkup's order
 * @param json the exact JSON that Linkup sent
 */
public record SearchResults(List<SearchResult> results, RawJson json) implements SearchAnswer {

    public SearchResults {
        results = results == null ? List.of() : List.copyOf(results);
    }
}

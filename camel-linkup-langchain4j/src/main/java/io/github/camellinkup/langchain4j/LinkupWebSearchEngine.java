package io.github.camellinkup.langchain4j;

import dev.langchain4j.web.search.WebSearchEngine;
import dev.langchain4j.web.search.WebSearchInformationResult;
import dev.langchain4j.web.search.WebSearchOrganicResult;
import dev.langchain4j.web.search.WebSearchRequest;
import dev.langchain4j.web.search.WebSearchResults;
import io.github.camellinkup.client.exception.LinkupNoResultException;
import io.github.camellinkup.client.model.SearchResults;
import io.github.camellinkup.component.LinkupConstants;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RuntimeCamelException;

/**
 * The web search of LangChain4j, answered by Linkup through an endpoint of Camel, so that all options of the component hold:
 * key, depth, retries, {@code requestsPerSecond}, {@code spendLimit}. Thread-safe.
 *
 * <p>A search blocks its thread until the answer is there. It fails with the exceptions of the component, but a search that
 * finds nothing has no results instead.
 */
public class LinkupWebSearchEngine implements WebSearchEngine, CamelContextAware {

    private static final String OUTPUT_TYPE = "outputType";
    private static final String SEARCH_RESULTS = "searchResults";

    private CamelContext camelContext;
    private ProducerTemplate template;
    private String endpoint = "linkup:search";

    /** For registries, which set the context. */
    public LinkupWebSearchEngine() {}

    /** For programs that start Camel by themselves. */
    public LinkupWebSearchEngine(CamelContext camelContext) {
        setCamelContext(camelContext);
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    /** The context whose component is used. It also ends what the engine has started. */
    @Override
    public final void setCamelContext(CamelContext context) {
        camelContext = Objects.requireNonNull(context, "context");
        template = context.createProducerTemplate();
        try {
            context.addService(template);
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeException(e);
        }
    }

    public String getEndpoint() {
        return endpoint;
    }

    /**
     * The endpoint that is asked: {@code linkup:search} with options, such as
     * {@code linkup:search?depth=deep&spendLimit=5}, or one that leads to it, such as {@code direct:search}.
     */
    public void setEndpoint(String endpoint) {
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
    }

    /**
     * Searches.
     *
     * @param request {@code additionalParams} are fields of a search as Linkup names them: {@code depth},
     *     {@code fromDate}, {@code includeDomains} and so on. Linkup has no such thing as {@code language},
     *     {@code geoLocation}, {@code startIndex} and {@code safeSearch}, and gives all results at once: a page after the
     *     first is empty
     */
    @Override
    public WebSearchResults search(WebSearchRequest request) {
        if (camelContext == null) {
            throw new IllegalStateException("The search engine has no CamelContext: give it to the constructor");
        }
        if (request.startPage() != null && request.startPage() > 1) {
            return results(List.of(), Map.of());
        }
        Exchange answered =
                template.send(endpoint, exchange -> exchange.getMessage().setBody(fields(request)));
        Exception failure = answered.getException();
        if (failure instanceof LinkupNoResultException) {
            return results(List.of(), Map.of());
        }
        if (failure != null) {
            throw RuntimeCamelException.wrapRuntimeException(failure);
        }
        SearchResults found = answered.getMessage().getBody(SearchResults.class);
        if (found == null) {
            throw new IllegalStateException("The endpoint of the search engine does not answer with search results");
        }
        return results(
                found.results().stream()
                        .map(OrganicResult::of)
                        .flatMap(Optional::stream)
                        .toList(),
                metadata(answered));
    }

    private static Map<String, Object> fields(WebSearchRequest request) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (request.additionalParams() != null) {
            fields.putAll(request.additionalParams());
        }
        if (!SEARCH_RESULTS.equals(fields.getOrDefault(OUTPUT_TYPE, SEARCH_RESULTS))) {
            throw new IllegalArgumentException("The outputType of a search engine can only be searchResults");
        }
        fields.put(OUTPUT_TYPE, SEARCH_RESULTS);
        fields.put("q", request.searchTerms());
        if (request.maxResults() != null) {
            fields.put("maxResults", request.maxResults());
        }
        return fields;
    }

    private static Map<String, Object> metadata(Exchange answered) {
        Object cost = answered.getMessage().getHeader(LinkupConstants.ESTIMATED_COST);
        return cost == null ? Map.of() : Map.of("estimatedCost", cost);
    }

    private static WebSearchResults results(List<WebSearchOrganicResult> found, Map<String, Object> metadata) {
        return WebSearchResults.from(metadata, WebSearchInformationResult.from((long) found.size()), found);
    }
}

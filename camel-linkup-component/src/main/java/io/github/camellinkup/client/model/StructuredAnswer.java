package io.github.camellinkup.client.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The answer to a request with {@code outputType=structured}. As a map it is the whole JSON that Linkup sent:
 * the object that the schema describes or, if sources were requested, an object with {@code data} and
 * {@code sources}. Immutable and thread-safe.
 */
public final class StructuredAnswer extends AbstractMap<String, Object> implements SearchAnswer {

    private final RawJson json;
    private final boolean withSources;
    private volatile Map<String, Object> map;

    /**
     * @param json the exact JSON that Linkup sent, an object
     * @param withSources whether the request asked for sources, which changes the shape of the answer
     */
    public StructuredAnswer(RawJson json, boolean withSources) {
        this.json = json;
        this.withSources = withSources;
    }

    @Override
    public RawJson json() {
        return json;
    }

    /** Whether the request asked for sources. */
    public boolean hasSources() {
        return withSources;
    }

    /** The object that the schema describes, as a tree. */
    public JsonNode data() {
        JsonNode tree = json.toTree();
        return withSources ? tree.path("data") : tree;
    }

    /** The sources, empty unless the request asked for them. */
    public List<SearchResult> sources() {
        if (!withSources) {
            return List.of();
        }
        List<SearchResult> sources = new ArrayList<>();
        for (JsonNode source : json.toTree().path("sources")) {
            sources.add(SearchResult.of(source));
        }
        return Collections.unmodifiableList(sources);
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return map().entrySet();
    }

    @Override
    public Object get(Object key) {
        return map().get(key);
    }

    @Override
    public boolean containsKey(Object key) {
        return map().containsKey(key);
    }

    private Map<String, Object> map() {
        Map<String, Object> parsed = map;
        if (parsed == null) {
            parsed = Collections.unmodifiableMap(json.toMap());
            map = parsed;
        }
        return parsed;
    }
}

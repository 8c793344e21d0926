package io.github.camellinkup.client.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** The one way in which this client reads and writes JSON. */
final class JsonMappers {

    /** Deeper than any answer the API documents, and far less than a thread's stack can bear. */
    static final int MAX_NESTING_DEPTH = 200;

    /** In this one a model that cannot stop writing decimals does not make its answer unreadable. */
    private static final int MAX_NUMBER_LENGTH = 1_000_000;

    /**
     * Keeps numbers as they were sent, and leaves the length of texts to the limit on the whole response: one fetched
     * page can be tens of megabytes of text.
     */
    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_NESTING_DEPTH)
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private JsonMappers() {}
}

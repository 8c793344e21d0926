package io.github.camellinkup.component;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.BaseStream;
import org.apache.camel.util.IOHelper;

/**
 * The items of the message body of a batch.
 *
 * @param items the items, to be read once
 * @param resource to be closed after the last item
 */
record BatchItems(Iterator<?> items, Kind kind, AutoCloseable resource) {

    /** How a body can be read. */
    enum Kind {
        /** All items are in memory, so they can be checked before the first is sent. */
        IN_MEMORY,
        /** Read item by item; a redelivery can read it from the beginning. */
        READ_AGAIN,
        /** Read item by item, once. */
        READ_ONCE
    }

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final AutoCloseable NO_RESOURCE = () -> {};

    /** @throws LinkupInvalidRequestException if the body is not a batch */
    static BatchItems of(Object body) {
        if (body instanceof Collection<?> collection) {
            return inMemory(collection);
        }
        if (body instanceof Object[] array) {
            return inMemory(Arrays.asList(array));
        }
        if (body instanceof JsonNode node && node.isArray()) {
            return inMemory(node);
        }
        if (body instanceof CharSequence || body instanceof byte[]) {
            return inMemory(parse(body));
        }
        if (body instanceof JsonNode
                || body instanceof Map<?, ?>
                || body instanceof LinkupRequest
                || body instanceof TaskRequest) {
            return inMemory(List.of(body));
        }
        if (body instanceof Iterator<?> iterator) {
            return new BatchItems(
                    iterator, Kind.READ_ONCE, iterator instanceof AutoCloseable rows ? rows : NO_RESOURCE);
        }
        if (body instanceof BaseStream<?, ?> stream) {
            return new BatchItems(stream.iterator(), Kind.READ_ONCE, stream);
        }
        if (RequestBody.isStream(body)) {
            return jsonArray(body);
        }
        if (body instanceof Iterable<?> iterable) {
            // A second iterator may continue where the first one stopped.
            return new BatchItems(iterable.iterator(), Kind.READ_ONCE, NO_RESOURCE);
        }
        throw notABatch(
                "cannot be " + (body == null ? "empty" : "a " + body.getClass().getName()));
    }

    private static BatchItems inMemory(Iterable<?> items) {
        return new BatchItems(items.iterator(), Kind.IN_MEMORY, NO_RESOURCE);
    }

    private static JsonNode parse(Object json) {
        try {
            JsonNode tree = json instanceof byte[] bytes ? MAPPER.readTree(bytes) : MAPPER.readTree(json.toString());
            if (tree.isArray()) {
                return tree;
            }
        } catch (IOException e) {
            throw notABatch("is text or bytes, but not a JSON array");
        }
        throw notABatch("is JSON, but not an array");
    }

    private static BatchItems jsonArray(Object body) {
        InputStream stream = RequestBody.open(body);
        boolean begun = false;
        try {
            JsonParser parser = MAPPER.createParser(stream);
            begun = parser.nextToken() == JsonToken.START_ARRAY;
            if (!begun) {
                throw notABatch("is a stream or a file, but not a JSON array");
            }
            parser.clearCurrentToken();
            MappingIterator<JsonNode> elements =
                    MAPPER.readerFor(JsonNode.class).readValues(parser);
            return new BatchItems(elements, RequestBody.isReadOnce(body) ? Kind.READ_ONCE : Kind.READ_AGAIN, parser);
        } catch (IOException e) {
            throw notABatch("is a stream or a file, but not a JSON array");
        } finally {
            if (!begun) {
                IOHelper.close(stream);
            }
        }
    }

    private static LinkupInvalidRequestException notABatch(String what) {
        return LinkupInvalidRequestException.of(
                "body",
                what + ": a batch is an Iterable, Iterator, Stream or array of requests, or a JSON array of them as"
                        + " text, bytes, stream or file. To send one question as a task use mode=single");
    }
}

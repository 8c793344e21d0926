package io.github.camellinkup.component;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.RequestCheck;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.BaseStream;
import org.apache.camel.Message;
import org.apache.camel.util.IOHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of a batch, read lazily from a message body. A body that can be read only once stays open until its
 * exchange is done, so that a redelivery can continue it.
 */
final class BatchSource implements Iterator<TaskRequest>, AutoCloseable {

    /**
     * The items of a body.
     *
     * @param next the items, to be read once
     * @param resource to be closed after the last item
     */
    private record Items(Iterator<?> next, Kind kind, AutoCloseable resource) {}

    /** The elements of a JSON array. Fails if anything but white space follows it. */
    private record JsonItems(MappingIterator<JsonNode> elements, JsonParser parser) implements Iterator<JsonNode> {

        @Override
        public boolean hasNext() {
            boolean hasNext = elements.hasNext();
            if (!hasNext && !isAtEnd()) {
                throw LinkupInvalidRequestException.of(
                        "body", "must be one JSON array, but more follows after its end");
            }
            return hasNext;
        }

        private boolean isAtEnd() {
            try {
                return parser.isClosed() || parser.nextToken() == null;
            } catch (JsonProcessingException e) {
                return false;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public JsonNode next() {
            return elements.next();
        }
    }

    /** How a body can be read. */
    private enum Kind {
        /** All items are in memory, so they can be checked before the first is sent. */
        IN_MEMORY,
        /** Read item by item; a redelivery can read it from the beginning. */
        READ_AGAIN,
        /** Read item by item, once. */
        READ_ONCE
    }

    private static final Logger LOG = LoggerFactory.getLogger(BatchSource.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final AutoCloseable NO_RESOURCE = () -> {};

    private final Items items;
    private final Object body;
    private Message message;
    private final TaskRequestReader reader;
    private final Consumer<TaskRequest> check;
    private final BooleanSupplier isStopped;
    private final AtomicBoolean closed = new AtomicBoolean();
    private long position;

    /**
     * @param check throws if a request cannot be stored
     * @param isStopped whether the producer has stopped, so that no more is read of what is not in memory
     * @throws LinkupInvalidRequestException if the body is not a batch, or is empty
     */
    BatchSource(Message message, TaskRequestReader reader, Consumer<TaskRequest> check, BooleanSupplier isStopped) {
        this.body = message.getBody();
        this.items = items(body);
        this.message = message;
        this.reader = reader;
        this.check = check;
        this.isStopped = isStopped;
        boolean isBatch = false;
        try {
            isBatch = hasNext();
        } finally {
            if (!isBatch) {
                close();
            }
        }
        if (!isBatch) {
            throw LinkupInvalidRequestException.of("body", "is an empty batch: it must hold at least one request");
        }
    }

    private static Items items(Object body) {
        if (body instanceof Collection<?> collection) {
            return inMemory(collection);
        }
        if (body instanceof Object[] array) {
            return inMemory(Arrays.asList(array));
        }
        if (body instanceof JsonNode node && node.isArray()) {
            return inMemory(node);
        }
        if (body instanceof JsonNode
                || body instanceof Map<?, ?>
                || body instanceof LinkupRequest
                || body instanceof TaskRequest) {
            return inMemory(List.of(body));
        }
        if (body instanceof CharSequence || body instanceof byte[]) {
            return jsonArray(body, Kind.IN_MEMORY);
        }
        if (body instanceof Iterator<?> iterator) {
            return new Items(iterator, Kind.READ_ONCE, iterator instanceof AutoCloseable rows ? rows : NO_RESOURCE);
        }
        if (body instanceof BaseStream<?, ?> stream) {
            return new Items(iterator(stream), Kind.READ_ONCE, stream);
        }
        if (RequestBody.isStream(body)) {
            return jsonArray(body, RequestBody.isReadOnce(body) ? Kind.READ_ONCE : Kind.READ_AGAIN);
        }
        if (body instanceof Iterable<?> iterable) {
            // A second iterator may continue where the first one stopped.
            return new Items(iterable.iterator(), Kind.READ_ONCE, NO_RESOURCE);
        }
        throw notABatch(
                "cannot be " + (body == null ? "empty" : "a " + body.getClass().getName()));
    }

    private static Iterator<?> iterator(BaseStream<?, ?> stream) {
        try {
            return stream.iterator();
        } catch (IllegalStateException e) {
            throw notABatch("is a Stream that was used or closed before");
        }
    }

    private static Items inMemory(Iterable<?> items) {
        return new Items(items.iterator(), Kind.IN_MEMORY, NO_RESOURCE);
    }

    private static Items jsonArray(Object body, Kind kind) {
        InputStream stream = body instanceof CharSequence ? null : RequestBody.open(body);
        boolean isArray = false;
        try {
            JsonParser parser = stream == null ? MAPPER.createParser(body.toString()) : MAPPER.createParser(stream);
            isArray = parser.nextToken() == JsonToken.START_ARRAY;
            if (!isArray) {
                throw notABatch("is not a JSON array");
            }
            parser.clearCurrentToken();
            return new Items(new JsonItems(MAPPER.readerFor(JsonNode.class).readValues(parser), parser), kind, parser);
        } catch (IOException e) {
            throw notABatch("is not a JSON array");
        } finally {
            if (!isArray) {
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

    /**
     * Continues with a redelivered message, whose headers apply from now on.
     *
     * @return false if the message has another body, or its body can be read from the beginning
     */
    boolean resume(Message redelivered) {
        boolean isSame = isReadOnce() && body == redelivered.getBody();
        message = isSame ? redelivered : message;
        return isSame;
    }

    boolean isInMemory() {
        return items.kind() == Kind.IN_MEMORY;
    }

    boolean isReadOnce() {
        return items.kind() == Kind.READ_ONCE;
    }

    /**
     * The requests. Those in memory are all read and checked at once, others on demand.
     *
     * @throws LinkupInvalidRequestException if a request is wrong; names its position, from 1
     */
    Iterator<TaskRequest> requests() {
        if (!isInMemory()) {
            return this;
        }
        List<TaskRequest> requests = new ArrayList<>();
        forEachRemaining(requests::add);
        return requests.iterator();
    }

    @Override
    public boolean hasNext() {
        if (!isInMemory() && isStopped.getAsBoolean()) {
            throw new RejectedExecutionException("The route was stopped, so the batch is read no further");
        }
        try {
            return items.next().hasNext();
        } catch (RuntimeException e) {
            throw unreadable(e);
        }
    }

    @Override
    public TaskRequest next() {
        Object item;
        try {
            item = items.next().next();
        } catch (NoSuchElementException e) {
            throw e;
        } catch (RuntimeException e) {
            throw unreadable(e);
        }
        position++;
        try {
            if (item == null || item instanceof CharSequence text && RequestCheck.isBlank(text.toString())) {
                throw LinkupInvalidRequestException.of("body", "is empty");
            }
            TaskRequest request = reader.read(message, item);
            check.accept(request);
            return request;
        } catch (LinkupInvalidRequestException e) {
            throw e.atPosition(position, TaskRequestReader.reference(item));
        }
    }

    private RuntimeException unreadable(RuntimeException cause) {
        return cause instanceof LinkupInvalidRequestException
                ? cause
                : LinkupInvalidRequestException.of(
                        "body", "cannot be read after request " + position + ": " + cause.getMessage());
    }

    /** Idempotent. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            items.resource().close();
        } catch (Exception e) {
            LOG.warn("Cannot close the body of a batch: {}", e.getMessage(), e);
        }
    }
}

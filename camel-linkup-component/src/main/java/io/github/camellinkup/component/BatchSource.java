package io.github.camellinkup.component;

import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.camel.Message;
import org.apache.camel.util.ObjectHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of a batch, read lazily from a message body. A body that can be read only once stays open until its
 * exchange is done, so that a redelivery can continue it.
 */
final class BatchSource implements Iterator<TaskRequest>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BatchSource.class);

    private final BatchItems items;
    private final Object body;
    private Message message;
    private final TaskRequestReader reader;
    private final Consumer<TaskRequest> check;
    private final AtomicBoolean closed = new AtomicBoolean();
    private long position;

    private BatchSource(BatchItems items, Message message, TaskRequestReader reader, Consumer<TaskRequest> check) {
        this.items = items;
        this.body = message.getBody();
        this.message = message;
        this.reader = reader;
        this.check = check;
    }

    /**
     * @param check throws if a request cannot be stored
     * @throws LinkupInvalidRequestException if the body is not a batch, or is empty
     */
    static BatchSource of(Message message, TaskRequestReader reader, Consumer<TaskRequest> check) {
        BatchSource source = new BatchSource(BatchItems.of(message.getBody()), message, reader, check);
        boolean isBatch = false;
        try {
            if (!source.hasNext()) {
                throw LinkupInvalidRequestException.of("body", "is an empty batch: it must hold at least one request");
            }
            isBatch = true;
            return source;
        } finally {
            if (!isBatch) {
                source.close();
            }
        }
    }

    /** Whether a message has the same body, which cannot be read from the beginning again. */
    boolean canResume(Object otherBody) {
        return isReadOnce() && body == otherBody;
    }

    boolean isInMemory() {
        return items.kind() == BatchItems.Kind.IN_MEMORY;
    }

    boolean isReadOnce() {
        return items.kind() == BatchItems.Kind.READ_ONCE;
    }

    /** Continues with a redelivered message, whose headers apply from now on. */
    BatchSource resumeFor(Message redelivered) {
        message = redelivered;
        return this;
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
        try {
            return items.items().hasNext();
        } catch (RuntimeException e) {
            throw unreadable(e);
        }
    }

    @Override
    public TaskRequest next() {
        Object item;
        try {
            item = items.items().next();
        } catch (NoSuchElementException e) {
            throw e;
        } catch (RuntimeException e) {
            throw unreadable(e);
        }
        position++;
        try {
            if (ObjectHelper.isEmpty(item)) {
                throw LinkupInvalidRequestException.of("body", "is empty");
            }
            TaskRequest request = reader.read(message, item);
            check.accept(request);
            return request;
        } catch (LinkupInvalidRequestException e) {
            throw e.atPosition(position);
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

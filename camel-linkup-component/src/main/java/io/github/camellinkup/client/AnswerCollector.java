package io.github.camellinkup.client;

import io.github.camellinkup.client.model.AnswerReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.IntConsumer;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Collects an answer up to a limit. A larger one fails with {@link TooLargeException}, before its body is read if its
 * length is told; of a page of tasks the beginning is read all the same, since it names the first task. Of an error only
 * the beginning is kept: it says what there is to say. If there is no memory for the answer, this one call fails: the error
 * itself would end a thread of the HTTP client with all the calls on it.
 *
 * <p>May be released on any thread, also while it takes a piece; what comes after that is dropped.
 */
final class AnswerCollector implements AsyncResponseConsumer<HttpAnswer> {

    static final byte[] EMPTY = new byte[0];

    /** Some more than any error of the API. */
    private static final int MAX_ERROR_SIZE = 64 * 1024;

    private static final int MAX_ARRAY_SIZE = Integer.MAX_VALUE - 8;

    private final IntConsumer status;
    private final int limit;

    /** How much of an answer is read even if it is too large. */
    private final int beginning;

    /** Guards what is collected: a call is cancelled on another thread than the one on which its answer comes. */
    private final Object collecting = new Object();

    private HttpResponse response;
    private FutureCallback<HttpAnswer> callback;
    private boolean error;

    /** How large the answer is at the least: its told length, or what has come of it. */
    private long knownSize;

    /** Null before the head of the answer, and after the release. */
    private CollectedBytes collected;

    private boolean released;

    /**
     * @param limit the largest body taken, in bytes
     * @param isPage whether the answer is a page of tasks
     * @param status is notified of the HTTP status when the answer begins
     */
    AnswerCollector(long limit, boolean isPage, IntConsumer status) {
        this.status = status;
        this.limit = (int) Math.min(limit, MAX_ARRAY_SIZE);
        this.beginning = isPage ? AnswerReader.BEGINNING : 0;
    }

    @Override
    public void consumeResponse(
            HttpResponse head, EntityDetails entity, HttpContext context, FutureCallback<HttpAnswer> resultCallback)
            throws IOException {
        response = head;
        callback = resultCallback;
        error = head.getCode() >= 300;
        sparing(() -> {
            status.accept(head.getCode());
            begin(entity);
        });
    }

    private void begin(EntityDetails entity) throws IOException {
        long told = entity == null ? 0 : entity.getContentLength();
        knownSize = told;
        if (isTooLarge() && beginning == 0) {
            throw tooLarge();
        }
        synchronized (collecting) {
            if (!released) {
                collected = new CollectedBytes((int) Math.min(told, room()));
            }
        }
        if (entity == null) {
            complete();
        }
    }

    /** How much is collected at the most. */
    private int room() {
        return error ? MAX_ERROR_SIZE : Math.max(limit, beginning);
    }

    private interface Step {
        void run() throws IOException;
    }

    /** Runs a step, and fails no more than the call if there is no memory for it. */
    private void sparing(Step step) throws IOException {
        try {
            step.run();
        } catch (OutOfMemoryError e) {
            releaseResources();
            throw new NoMemoryException();
        }
    }

    @Override
    public void informationResponse(HttpResponse head, HttpContext context) {
        // Nothing that this API would tell.
    }

    @Override
    public void updateCapacity(CapacityChannel channel) throws IOException {
        channel.update(Integer.MAX_VALUE);
    }

    @Override
    public void consume(ByteBuffer source) throws IOException {
        synchronized (collecting) {
            if (!released) {
                sparing(() -> collect(source));
            }
        }
        source.position(source.limit());
    }

    private void collect(ByteBuffer source) throws IOException {
        int length = source.remaining();
        knownSize = Math.max(knownSize, (long) collected.size() + length);
        collected.append(source, Math.min(length, room() - collected.size()));
        if (isTooLarge() && collected.size() >= beginning) {
            throw tooLarge();
        }
    }

    private boolean isTooLarge() {
        return !error && knownSize > limit;
    }

    private IOException tooLarge() {
        return new TooLargeException(limit, knownSize, beginning());
    }

    private byte[] beginning() {
        return collected == null ? EMPTY : collected.beginning(beginning);
    }

    @Override
    public void streamEnd(List<? extends Header> trailers) throws IOException {
        sparing(this::complete);
    }

    private void complete() throws IOException {
        byte[] body;
        synchronized (collecting) {
            if (released) {
                return;
            }
            if (isTooLarge()) {
                throw tooLarge();
            }
            body = collected.take();
            collected = null;
        }
        callback.completed(HttpAnswer.of(response, body));
    }

    @Override
    public void failed(Exception cause) {
        releaseResources();
    }

    @Override
    public void releaseResources() {
        synchronized (collecting) {
            released = true;
            collected = null;
        }
    }
}

package io.github.camellinkup.client;

import io.github.camellinkup.client.model.AnswerReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
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
 * the beginning is kept: it says what there is to say.
 *
 * <p>May be released on any thread, also while it takes a piece; what comes after that is dropped.
 */
final class AnswerCollector implements AsyncResponseConsumer<HttpAnswer> {

    static final byte[] EMPTY = new byte[0];

    /** Some more than any error of the API. */
    private static final int MAX_ERROR_SIZE = 64 * 1024;

    private static final int FIRST_SIZE = 8 * 1024;

    /** Up to this a told length is believed: a server that lies makes no more than this be allocated. */
    private static final int MAX_FIRST_SIZE = 1024 * 1024;

    private static final int MAX_ARRAY_SIZE = Integer.MAX_VALUE - 8;

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

    private byte[] bytes = EMPTY;
    private int size;
    private boolean released;

    /**
     * @param limit the largest body taken, in bytes
     * @param isPage whether the answer is a page of tasks
     */
    AnswerCollector(long limit, boolean isPage) {
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
        if (entity == null) {
            complete();
            return;
        }
        long told = entity.getContentLength();
        knownSize = told;
        if (isTooLarge() && beginning == 0) {
            throw tooLarge();
        }
        int first = told < 0 ? FIRST_SIZE : (int) Math.min(told, MAX_FIRST_SIZE);
        synchronized (collecting) {
            if (!released) {
                bytes = new byte[error ? Math.min(first, FIRST_SIZE) : first];
            }
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
                collect(source);
            }
        }
        source.position(source.limit());
    }

    private void collect(ByteBuffer source) throws IOException {
        int length = source.remaining();
        int room = error ? MAX_ERROR_SIZE : Math.max(limit, beginning);
        knownSize = Math.max(knownSize, (long) size + length);
        length = Math.min(length, room - size);
        ensure(size + length);
        source.get(bytes, size, length);
        size += length;
        if (isTooLarge() && size >= beginning) {
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
        return Arrays.copyOf(bytes, Math.min(size, beginning));
    }

    private void ensure(int needed) {
        if (needed > bytes.length) {
            long doubled = Math.max(needed, Math.min(2L * bytes.length, MAX_ARRAY_SIZE));
            bytes = Arrays.copyOf(bytes, (int) doubled);
        }
    }

    @Override
    public void streamEnd(List<? extends Header> trailers) throws IOException {
        complete();
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
            body = bytes.length == size ? bytes : Arrays.copyOf(bytes, size);
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
            bytes = EMPTY;
            size = 0;
        }
    }
}

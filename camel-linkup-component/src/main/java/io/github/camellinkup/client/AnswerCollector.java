package io.github.camellinkup.client;

import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupResponseTooLargeException;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.exception.LinkupUnreadableAnswerException;
import io.github.camellinkup.client.model.TaskReader;
import java.io.EOFException;
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
 * Collects an answer up to a limit. A larger answer fails, before its body is read if it declares its length. The
 * beginning of a page of tasks is read in any case, because it identifies the first task. Of an error only the beginning
 * is kept. A compressed answer is decompressed up to the same limit. If there is no memory for the answer, only this call
 * fails: an {@link OutOfMemoryError} would end a thread of the HTTP client with all its calls.
 *
 * <p>May be released on any thread, also while it receives bytes. Bytes after the release are dropped.
 */
final class AnswerCollector implements AsyncResponseConsumer<HttpAnswer> {

    /** More than any error of the API has. */
    private static final int MAX_ERROR_SIZE = 64 * 1024;

    private static final String RAISE =
            ". Set the option higher to read it. A file, such as a PDF, is sent as base64, which is a third larger";

    private static final int MAX_ARRAY_SIZE = Integer.MAX_VALUE - 8;

    private final AnswerLimits limits;
    private final IntConsumer status;
    private final int limit;

    /** How many bytes of an answer are read even if it is too large. */
    private final int beginning;

    /** Guards the collected bytes: a call is cancelled on another thread than that which receives its answer. */
    private final Object collecting = new Object();

    private HttpResponse response;
    private FutureCallback<HttpAnswer> callback;
    private boolean error;
    private ContentEncoding encoding = ContentEncoding.IDENTITY;

    /** The minimum size of the answer: its declared length, or the number of bytes received. */
    private long knownSize;

    /** Null before the head of the answer, and after the release. */
    private CollectedBytes collected;

    private volatile boolean released;

    /**
     * @param isPage whether the answer is a page of tasks
     * @param status receives the HTTP status when the answer begins
     */
    AnswerCollector(AnswerLimits limits, boolean isPage, IntConsumer status) {
        this.limits = limits;
        this.status = status;
        this.limit = (int) Math.min(limits.maxBytes(), MAX_ARRAY_SIZE);
        this.beginning = isPage ? TaskReader.BEGINNING : 0;
    }

    @Override
    public void consumeResponse(
            HttpResponse head, EntityDetails entity, HttpContext context, FutureCallback<HttpAnswer> resultCallback)
            throws IOException {
        response = head;
        callback = resultCallback;
        error = head.getCode() >= 300;
        failingOnNoMemory(() -> {
            status.accept(head.getCode());
            begin(entity);
        });
    }

    private void begin(EntityDetails entity) throws IOException {
        knownSize = entity == null ? 0 : entity.getContentLength();
        encoding = ContentEncoding.of(entity == null ? null : entity.getContentEncoding());
        synchronized (collecting) {
            if (isTooLarge() && beginning == 0) {
                throw tooLarge();
            }
            if (!released) {
                collected = new CollectedBytes((int) Math.min(knownSize, room()));
            }
        }
        if (entity == null) {
            complete();
        }
    }

    /** The maximum number of bytes to collect. */
    private int room() {
        return error ? MAX_ERROR_SIZE : Math.max(limit, beginning);
    }

    private interface Step {
        void run() throws IOException;
    }

    /** Runs a step. If there is no memory for it, only the call fails. */
    private void failingOnNoMemory(Step step) throws IOException {
        try {
            step.run();
        } catch (OutOfMemoryError e) {
            releaseResources();
            throw new IOException(TransportFailures.noMemory());
        }
    }

    @Override
    public void informationResponse(HttpResponse head, HttpContext context) {
        // This API sends none that matters.
    }

    @Override
    public void updateCapacity(CapacityChannel channel) throws IOException {
        channel.update(Integer.MAX_VALUE);
    }

    @Override
    public void consume(ByteBuffer source) throws IOException {
        synchronized (collecting) {
            if (!released) {
                failingOnNoMemory(() -> collect(source));
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

    private IOException tooLarge() throws IOException {
        byte[] page = collected == null ? new byte[0] : collected.beginning(beginning);
        return tooLarge(encoding == ContentEncoding.IDENTITY ? page : decompressed(page, beginning, false));
    }

    private IOException tooLarge(byte[] page) {
        return new IOException(new LinkupResponseTooLargeException(
                "The answer is larger than " + limits.sizeName() + " allows: " + knownSize + " bytes or more, with "
                        + limit + " allowed" + (limits.areOptions() ? RAISE : ""),
                TaskReader.firstTask(page, true)));
    }

    @Override
    public void streamEnd(List<? extends Header> trailers) throws IOException {
        failingOnNoMemory(this::complete);
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
        boolean isPlain = encoding == ContentEncoding.IDENTITY || body.length == 0;
        callback.completed(new HttpAnswer(response, isPlain ? body : decompressed(body)));
    }

    /** Not under the lock, so that a call that is cancelled does not wait for it. */
    private byte[] decompressed(byte[] body) throws IOException {
        // One byte more than allowed shows that there is too much. Of a damaged error, what can be read is enough.
        byte[] decompressed = decompressed(body, error ? MAX_ERROR_SIZE : room() + 1, !error);
        knownSize = decompressed.length;
        if (isTooLarge()) {
            throw tooLarge(decompressed);
        }
        return decompressed;
    }

    private byte[] decompressed(byte[] body, int most, boolean failing) throws IOException {
        CollectedBytes decompressed = new CollectedBytes(-1);
        try {
            encoding.decompress(body, decompressed, most, () -> released);
        } catch (IOException e) {
            if (failing) {
                throw new IOException(damaged(e));
            }
        }
        return decompressed.take();
    }

    /** If its end is missing, it was cut on the way, and the next one can be whole. */
    private LinkupException damaged(IOException cause) {
        if (cause instanceof EOFException) {
            return new LinkupUnknownException(
                    "The answer cannot be decompressed: its end is missing", true, false, cause);
        }
        return new LinkupUnreadableAnswerException(
                encoding == ContentEncoding.UNKNOWN
                        ? "The answer has a Content-Encoding that was not asked for and is not known: use a gateway that"
                                + " sends answers as they are, or as gzip or deflate"
                        : "The answer cannot be decompressed: it is damaged (" + cause.getMessage() + ")",
                ErrorAnswer.ofStatus(response.getCode()));
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

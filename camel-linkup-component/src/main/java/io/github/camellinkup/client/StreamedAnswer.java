package io.github.camellinkup.client;

import io.github.camellinkup.client.model.OversizedTask;
import io.github.camellinkup.client.model.PartTooLargeException;
import io.github.camellinkup.client.model.StreamedPage;
import io.github.camellinkup.client.model.TaskPageReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Takes a page of tasks and hands the tasks on while it arrives. While the sink is busy, the connection gets no more room
 * than it had, so the server cannot send on; and the time does not run, since it is not the server that is waited for.
 *
 * <p>An answer that is no success is taken as a whole.
 *
 * <p>May be released on any thread, also while it reads a piece; what comes after that is dropped.
 */
final class StreamedAnswer implements Reception<StreamedPage>, AsyncResponseConsumer<HttpAnswer>, TaskFeed.Listener {

    /** How far the server may be ahead of the sink, so that one who is far away can send without pause. */
    static final int READ_AHEAD = 1024 * 1024;

    /** With how much is read the server may send on. */
    private static final int ACKNOWLEDGED_AT = 32 * 1024;

    /** What of an answer that cannot be read is shown. */
    private static final int SHOWN = 4096;

    private final AnswerLimits limits;
    private final long timeoutNanos;
    private final LongSupplier nanoTime;
    private final TaskFeed feed;
    private final TaskPageReader reader;

    /**
     * Guards the reader: a call is cancelled, and its sink fails, on another thread than the one on which the answer
     * comes. Never held while the sink or the HTTP client is called.
     */
    private final Object reading = new Object();

    private final AtomicInteger unacknowledged = new AtomicInteger();

    private AnswerCollector noSuccess;
    private HttpResponse response;
    private FutureCallback<HttpAnswer> callback;
    private StreamedPage page;
    private IOException failure;
    private boolean released;
    private volatile CapacityChannel room;
    private volatile long lastHeard;
    private volatile boolean read;

    /**
     * @param limits the largest task taken, and the longest silence of the server
     * @param nanoTime a clock as {@link System#nanoTime}
     * @param sink takes the tasks
     * @param oversized hears of each task that is larger and so passed over
     */
    StreamedAnswer(AnswerLimits limits, LongSupplier nanoTime, TaskSink sink, Consumer<OversizedTask> oversized) {
        this.limits = limits;
        this.timeoutNanos = limits.timeout().toNanos();
        this.nanoTime = nanoTime;
        this.feed = new TaskFeed(sink, this);
        this.reader = new TaskPageReader(limits.maxBytes(), feed::add, oversized);
        this.lastHeard = nanoTime.getAsLong();
    }

    @Override
    public AsyncResponseConsumer<HttpAnswer> consumer() {
        return this;
    }

    @Override
    public AnswerLimits limits() {
        return limits;
    }

    @Override
    public boolean isStreamed() {
        return true;
    }

    @Override
    public long nanosLeft() {
        boolean waitsForServer = !read && !feed.isTaking();
        return waitsForServer ? timeoutNanos - (nanoTime.getAsLong() - lastHeard) : timeoutNanos;
    }

    @Override
    public void consumeResponse(
            HttpResponse head, EntityDetails entity, HttpContext context, FutureCallback<HttpAnswer> resultCallback)
            throws IOException {
        lastHeard = nanoTime.getAsLong();
        if (head.getCode() >= 300) {
            noSuccess = new AnswerCollector(limits.maxBytes(), false);
            noSuccess.consumeResponse(head, entity, context, resultCallback);
            return;
        }
        response = head;
        callback = resultCallback;
        if (entity == null) {
            end();
        }
    }

    @Override
    public void informationResponse(HttpResponse head, HttpContext context) {
        // Nothing that this API would tell.
    }

    @Override
    public void consume(ByteBuffer source) throws IOException {
        if (noSuccess != null) {
            noSuccess.consume(source);
            return;
        }
        lastHeard = nanoTime.getAsLong();
        int length = source.remaining();
        try {
            readOn(source);
        } catch (PartTooLargeException e) {
            throw new TooLargeException(e.limit(), e.size(), AnswerCollector.EMPTY);
        } catch (IOException e) {
            finish(e);
            throw new IOException("The answer cannot be read");
        }
        unacknowledged.addAndGet(length);
        feed.handOn();
    }

    private void readOn(ByteBuffer source) throws IOException {
        synchronized (reading) {
            if (released) {
                source.position(source.limit());
            } else {
                reader.read(source);
            }
        }
    }

    @Override
    public void updateCapacity(CapacityChannel channel) throws IOException {
        if (noSuccess != null) {
            noSuccess.updateCapacity(channel);
            return;
        }
        if (room == null) {
            unacknowledged.addAndGet(READ_AHEAD);
        }
        room = channel;
        makeRoom();
    }

    /** Lets the server send as much again as was read, unless the sink is busy. */
    private void makeRoom() {
        CapacityChannel channel = room;
        if (channel == null || feed.isTaking()) {
            return;
        }
        int length = unacknowledged.get();
        if (length < ACKNOWLEDGED_AT || !unacknowledged.compareAndSet(length, 0)) {
            return;
        }
        try {
            channel.update(length);
        } catch (IOException | RuntimeException e) {
            // The connection is gone. Its own thread tells so.
            unacknowledged.addAndGet(length);
        }
    }

    @Override
    public void streamEnd(List<? extends Header> trailers) throws IOException {
        if (noSuccess != null) {
            noSuccess.streamEnd(trailers);
        } else {
            end();
        }
    }

    private void end() {
        read = true;
        try {
            synchronized (reading) {
                if (released) {
                    return;
                }
                page = reader.end();
            }
        } catch (IOException e) {
            finish(e);
            return;
        }
        feed.complete();
        feed.handOn();
    }

    @Override
    public void taken() {
        lastHeard = nanoTime.getAsLong();
    }

    @Override
    public void hasRoom() {
        makeRoom();
    }

    @Override
    public void ended() {
        finish(null);
    }

    @Override
    public void sinkFailed(Throwable cause) {
        finish(new SinkFailedException(cause));
    }

    private void finish(IOException reason) {
        failure = reason;
        callback.completed(HttpAnswer.of(response, reason == null ? AnswerCollector.EMPTY : beginning()));
    }

    private byte[] beginning() {
        synchronized (reading) {
            return reader.beginning(SHOWN);
        }
    }

    @Override
    public StreamedPage read(HttpAnswer answer) throws IOException {
        if (failure != null) {
            throw failure;
        }
        return page;
    }

    @Override
    public boolean hasHandedOn() {
        return feed.hasHandedOn();
    }

    @Override
    public void stop() {
        feed.close();
    }

    @Override
    public void failed(Exception cause) {
        // The call hears of it from the HTTP client.
    }

    @Override
    public void releaseResources() {
        // No more than this: the sink may still be taking what was read.
        synchronized (reading) {
            released = true;
            reader.release();
        }
    }
}

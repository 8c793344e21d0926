package io.github.camellinkup.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.impl.BasicEntityDetails;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Sends one request and knows whether any of its body has left. As long as none has, Linkup cannot have acted on it.
 */
final class RequestProducer implements AsyncRequestProducer {

    private static final ContentType JSON = ContentType.create("application/json");

    private enum Progress {
        WAITING,
        SENDING,
        GIVEN_UP
    }

    private final HttpRequest request;
    private final ByteBuffer body;
    private final Runnable leaving;
    private final AtomicReference<Progress> progress;

    /**
     * @param body null for a request without a body, which counts as sent from the start
     * @param leaving runs when a connection is available and the request is being sent
     */
    RequestProducer(HttpRequest request, byte[] body, Runnable leaving) {
        this.request = request;
        this.body = body == null ? null : ByteBuffer.wrap(body);
        this.leaving = leaving;
        this.progress = new AtomicReference<>(body == null ? Progress.SENDING : Progress.WAITING);
    }

    /** Whether any of the body may have left. */
    boolean mayHaveLeft() {
        return progress.get() == Progress.SENDING;
    }

    /**
     * Makes sure that nothing leaves from now on, if nothing has yet.
     *
     * @return whether nothing has left and nothing will
     */
    boolean holdBack() {
        return progress.compareAndSet(Progress.WAITING, Progress.GIVEN_UP) || !mayHaveLeft();
    }

    @Override
    public void sendRequest(RequestChannel channel, HttpContext context) throws HttpException, IOException {
        leaving.run();
        channel.sendRequest(request, body == null ? null : new BasicEntityDetails(body.capacity(), JSON), context);
    }

    @Override
    public int available() {
        return body == null || progress.get() == Progress.GIVEN_UP ? 0 : Integer.MAX_VALUE;
    }

    @Override
    public void produce(DataStreamChannel channel) throws IOException {
        if (!progress.compareAndSet(Progress.WAITING, Progress.SENDING) && !mayHaveLeft()) {
            // The call was given up, and holdBack() is followed by its cancellation.
            return;
        }
        if (body.hasRemaining()) {
            channel.write(body);
        }
        if (!body.hasRemaining()) {
            channel.endStream();
        }
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    /** Rewinds the body: if a proxy asks for a password, the request is sent twice. */
    @Override
    public void releaseResources() {
        if (body != null) {
            body.rewind();
        }
    }

    @Override
    public void failed(Exception cause) {
        // The HTTP client reports it to the call.
    }
}

package io.github.camellinkup.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Sends one request and knows whether any of its body has left: as long as none has, Linkup cannot have acted on it.
 */
final class RequestProducer implements AsyncRequestProducer, EntityDetails {

    private static final String JSON = "application/json";

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
     * @param body null for a request without one; such a request counts as sent from the start
     * @param leaving runs when there is a connection and the request is being sent
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
        channel.sendRequest(request, body == null ? null : this, context);
    }

    @Override
    public int available() {
        return body == null || progress.get() == Progress.GIVEN_UP ? 0 : Integer.MAX_VALUE;
    }

    @Override
    public void produce(DataStreamChannel channel) throws IOException {
        if (!progress.compareAndSet(Progress.WAITING, Progress.SENDING) && !mayHaveLeft()) {
            // The caller that gave the call up also cancels it. An exception here would end a whole HTTP/2 connection.
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

    /** Back to the start: a proxy that asks for a password has the request sent twice. */
    @Override
    public void releaseResources() {
        if (body != null) {
            body.rewind();
        }
    }

    @Override
    public void failed(Exception cause) {
        // The call hears of it from the HTTP client.
    }

    @Override
    public long getContentLength() {
        return body.capacity();
    }

    @Override
    public String getContentType() {
        return JSON;
    }

    @Override
    public String getContentEncoding() {
        return null;
    }

    @Override
    public boolean isChunked() {
        return false;
    }

    @Override
    public Set<String> getTrailerNames() {
        return Set.of();
    }
}

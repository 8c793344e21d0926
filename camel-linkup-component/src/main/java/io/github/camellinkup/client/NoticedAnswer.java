package io.github.camellinkup.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.IntConsumer;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Notifies of the head of an answer, and leaves the answer to another consumer. If there is no memory for the
 * answer, this one call fails. The error itself would end a thread of the HTTP client with all the calls on it.
 */
final class NoticedAnswer implements AsyncResponseConsumer<HttpAnswer> {

    private final AsyncResponseConsumer<HttpAnswer> consumer;
    private final IntConsumer status;

    /** @param status is notified of the HTTP status when the answer begins */
    NoticedAnswer(AsyncResponseConsumer<HttpAnswer> consumer, IntConsumer status) {
        this.consumer = consumer;
        this.status = status;
    }

    @Override
    public void consumeResponse(
            HttpResponse head, EntityDetails entity, HttpContext context, FutureCallback<HttpAnswer> callback)
            throws HttpException, IOException {
        status.accept(head.getCode());
        try {
            consumer.consumeResponse(head, entity, context, callback);
        } catch (OutOfMemoryError e) {
            throw noMemory();
        }
    }

    @Override
    public void informationResponse(HttpResponse head, HttpContext context) throws HttpException, IOException {
        consumer.informationResponse(head, context);
    }

    @Override
    public void updateCapacity(CapacityChannel channel) throws IOException {
        consumer.updateCapacity(channel);
    }

    @Override
    public void consume(ByteBuffer source) throws IOException {
        try {
            consumer.consume(source);
        } catch (OutOfMemoryError e) {
            throw noMemory();
        }
    }

    @Override
    public void streamEnd(List<? extends Header> trailers) throws HttpException, IOException {
        try {
            consumer.streamEnd(trailers);
        } catch (OutOfMemoryError e) {
            throw noMemory();
        }
    }

    private IOException noMemory() {
        consumer.releaseResources();
        return new NoMemoryException();
    }

    @Override
    public void failed(Exception cause) {
        consumer.failed(cause);
    }

    @Override
    public void releaseResources() {
        consumer.releaseResources();
    }
}

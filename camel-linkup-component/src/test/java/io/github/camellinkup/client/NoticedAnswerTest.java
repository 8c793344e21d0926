package io.github.camellinkup.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpStreamResetException;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What becomes of the failures of a consumer: the kind that on HTTP/2 ends the stream and spares the connection. */
class NoticedAnswerTest {

    private final Broken broken = new Broken();
    private final NoticedAnswer answer = new NoticedAnswer(broken, status -> {});

    @Test
    void aConsumerThatBreaksAtTheHeadFailsItsCallOnly() {
        assertEndsItsStream(() -> answer.consumeResponse(new BasicHttpResponse(200), null, null, null));
    }

    @Test
    void aConsumerThatBreaksInTheMiddleFailsItsCallOnly() {
        assertEndsItsStream(() -> answer.consume(ByteBuffer.allocate(1)));
    }

    @Test
    void aConsumerThatBreaksAtTheEndFailsItsCallOnly() {
        assertEndsItsStream(() -> answer.streamEnd(null));
    }

    private void assertEndsItsStream(ThrowingCallable step) {
        assertThatThrownBy(step).isInstanceOf(HttpStreamResetException.class).hasCause(broken.failure);
        assertThat(broken.released).isTrue();
    }

    private static final class Broken implements AsyncResponseConsumer<HttpAnswer> {

        private final RuntimeException failure = new ArrayIndexOutOfBoundsException(7);
        private boolean released;

        @Override
        public void consumeResponse(
                HttpResponse head, EntityDetails entity, HttpContext context, FutureCallback<HttpAnswer> callback) {
            throw failure;
        }

        @Override
        public void informationResponse(HttpResponse head, HttpContext context) {
            throw failure;
        }

        @Override
        public void updateCapacity(CapacityChannel channel) {
            throw failure;
        }

        @Override
        public void consume(ByteBuffer source) {
            throw failure;
        }

        @Override
        public void streamEnd(List<? extends Header> trailers) {
            throw failure;
        }

        @Override
        public void failed(Exception cause) {
            throw failure;
        }

        @Override
        public void releaseResources() {
            released = true;
        }
    }
}

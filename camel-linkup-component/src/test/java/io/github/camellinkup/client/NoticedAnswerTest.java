package io.github.camellinkup.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** An answer for which there is no memory fails its call and not the thread of the HTTP client. */
class NoticedAnswerTest {

    private final Exhausted exhausted = new Exhausted();
    private final NoticedAnswer answer = new NoticedAnswer(exhausted, status -> {});

    @Test
    void noMemoryForTheHead() {
        assertFailsItsCall(() -> answer.consumeResponse(new BasicHttpResponse(200), null, null, null));
    }

    @Test
    void noMemoryForAPart() {
        assertFailsItsCall(() -> answer.consume(ByteBuffer.allocate(1)));
    }

    @Test
    void noMemoryForTheEnd() {
        assertFailsItsCall(() -> answer.streamEnd(null));
    }

    private void assertFailsItsCall(ThrowingCallable step) {
        assertThatThrownBy(step).isInstanceOf(NoMemoryException.class);
        assertThat(exhausted.released).isTrue();
    }

    private static final class Exhausted implements AsyncResponseConsumer<HttpAnswer> {

        private boolean released;

        @Override
        public void consumeResponse(
                HttpResponse head, EntityDetails entity, HttpContext context, FutureCallback<HttpAnswer> callback) {
            throw new OutOfMemoryError();
        }

        @Override
        public void informationResponse(HttpResponse head, HttpContext context) {}

        @Override
        public void updateCapacity(CapacityChannel channel) {}

        @Override
        public void consume(ByteBuffer source) {
            throw new OutOfMemoryError();
        }

        @Override
        public void streamEnd(List<? extends Header> trailers) {
            throw new OutOfMemoryError();
        }

        @Override
        public void failed(Exception cause) {}

        @Override
        public void releaseResources() {
            released = true;
        }
    }
}

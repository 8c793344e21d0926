package io.github.camellinkup.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.impl.BasicEntityDetails;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The time and the room that a streamed answer gives, without a connection. */
class StreamedAnswerTest {

    private static final long TIMEOUT = 1000;
    private static final AnswerLimits LIMITS = new AnswerLimits(10_000_000, Duration.ofNanos(TIMEOUT), true);

    private final AtomicLong now = new AtomicLong(5_000);
    private final Channel channel = new Channel();
    private final List<HttpAnswer> answers = new ArrayList<>();
    private CompletableFuture<Void> sink = CompletableFuture.completedFuture(null);
    private final StreamedAnswer answer = new StreamedAnswer(LIMITS, now::get, tasks -> sink, tooLarge -> {});

    @BeforeEach
    void head() throws IOException {
        answer.consumeResponse(new BasicHttpResponse(200), new BasicEntityDetails(-1, null), null, new Answers());
    }

    @Test
    void theTimeRunsFromWhatCameLast() throws IOException {
        now.addAndGet(700);
        assertThat(answer.nanosLeft()).isEqualTo(300);

        consume("{\"data\":[");
        assertThat(answer.nanosLeft()).isEqualTo(TIMEOUT);

        now.addAndGet(1000);
        assertThat(answer.nanosLeft()).isZero();
    }

    @Test
    void noTimeRunsWhileTheSinkIsBusyAndAllOfItIsThereAfterwards() throws IOException {
        sink = new CompletableFuture<>();
        consume("{\"data\":[{\"id\":\"1\"}");

        now.addAndGet(100_000);
        assertThat(answer.nanosLeft()).isEqualTo(TIMEOUT);

        sink.complete(null);
        assertThat(answer.nanosLeft()).isEqualTo(TIMEOUT);
        now.addAndGet(400);
        assertThat(answer.nanosLeft()).isEqualTo(600);
    }

    @Test
    void noTimeRunsOnceThePageIsRead() throws IOException {
        sink = new CompletableFuture<>();
        consume("{\"data\":[{\"id\":\"1\"}]}");
        answer.streamEnd(null);
        now.addAndGet(100_000);

        assertThat(answer.nanosLeft()).isEqualTo(TIMEOUT);
        assertThat(answers).isEmpty();

        sink.complete(null);
        assertThat(answers).hasSize(1);
        assertThat(answer.read(answers.get(0)).tasks()).isEqualTo(1);
    }

    /** Nothing of it is handed on, so nobody could be slow but the server. */
    @Test
    void anErrorThatNeverEndsHasNoMoreTimeThanAnyAnswer() throws IOException {
        StreamedAnswer error = new StreamedAnswer(LIMITS, now::get, tasks -> sink, tooLarge -> {});
        error.consumeResponse(new BasicHttpResponse(500), new BasicEntityDetails(-1, null), null, new Answers());

        for (int i = 0; i < 10; i++) {
            now.addAndGet(TIMEOUT / 10);
            error.consume(ByteBuffer.wrap(new byte[100]));
        }

        assertThat(error.nanosLeft()).isZero();
    }

    @Test
    void theServerMaySendOnAsMuchAsWasRead() throws IOException {
        consume("{\"other\":\"" + "x".repeat(65_526));
        answer.updateCapacity(channel);
        assertThat(channel.granted).isEqualTo(65_536 + StreamedAnswer.READ_AHEAD);

        consume("x".repeat(100_000));
        assertThat(channel.granted).isEqualTo(165_536 + StreamedAnswer.READ_AHEAD);
    }

    @Test
    void theServerMaySendNothingMoreWhileTheSinkIsBusy() throws IOException {
        sink = new CompletableFuture<>();
        consume("{\"data\":[{\"id\":\"1\"},{\"id\":\"");
        answer.updateCapacity(channel);
        consume("x".repeat(70_000));
        answer.updateCapacity(channel);
        assertThat(channel.granted).isZero();

        sink.complete(null);

        assertThat(channel.granted).isEqualTo(70_000 + 27 + StreamedAnswer.READ_AHEAD);
    }

    private void consume(String text) throws IOException {
        answer.consume(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private static final class Channel implements CapacityChannel {

        private long granted;

        @Override
        public void update(int increment) {
            granted += increment;
        }
    }

    private final class Answers implements FutureCallback<HttpAnswer> {

        @Override
        public void completed(HttpAnswer result) {
            answers.add(result);
        }

        @Override
        public void failed(Exception cause) {
            throw new AssertionError(cause);
        }

        @Override
        public void cancelled() {
            throw new AssertionError();
        }
    }
}

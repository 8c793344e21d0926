package io.github.camellinkup.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.hc.core5.concurrent.CallbackContribution;
import org.apache.hc.core5.http.impl.BasicEntityDetails;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer that is collected and may be released while it comes, as by a call that is cancelled. */
class AnswerCollectorTest {

    private static final AnswerLimits LIMITS = new AnswerLimits(1_000_000, "size", Duration.ZERO, "timeout", true);

    private final List<HttpAnswer> answers = new ArrayList<>();
    private Consumer<HttpAnswer> taker = answers::add;

    @Test
    void collectsWhatComes() throws IOException {
        AnswerCollector collector = begun();

        collector.consume(ByteBuffer.wrap(new byte[] {1, 2}));
        collector.consume(ByteBuffer.wrap(new byte[] {3}));
        collector.streamEnd(null);

        assertThat(answers).hasSize(1);
        assertThat(answers.get(0).body()).containsExactly(1, 2, 3);
    }

    @Test
    void whatComesAfterTheReleaseIsDropped() throws IOException {
        AnswerCollector collector = begun();
        ByteBuffer late = ByteBuffer.wrap(new byte[] {3});
        collector.consume(ByteBuffer.wrap(new byte[] {1, 2}));

        collector.releaseResources();
        collector.consume(late);
        collector.streamEnd(null);

        assertThat(late.hasRemaining()).isFalse();
        assertThat(answers).isEmpty();
    }

    @Test
    void aHeadThatComesAfterTheReleaseIsDropped() throws IOException {
        AnswerCollector collector = new AnswerCollector(LIMITS, false, status -> {});

        collector.releaseResources();
        begin(collector);
        collector.streamEnd(null);

        assertThat(answers).isEmpty();
    }

    @Test
    void noMemoryForTheHeadFailsTheCallOnly() throws IOException {
        AnswerCollector collector = new AnswerCollector(LIMITS, false, status -> {
            throw new OutOfMemoryError();
        });

        assertThatThrownBy(() -> begin(collector)).hasMessageContaining("no memory");

        collector.consume(ByteBuffer.wrap(new byte[] {1}));
        collector.streamEnd(null);
        assertThat(answers).isEmpty();
    }

    @Test
    void noMemoryForTheEndFailsTheCallOnly() throws IOException {
        AnswerCollector collector = begun();
        taker = answer -> {
            throw new OutOfMemoryError();
        };

        assertThatThrownBy(() -> collector.streamEnd(null)).hasMessageContaining("no memory");
    }

    /** Pieces end anywhere in the segments in which they are kept. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 700_000})
    void aLargeAnswerIsCollectedInOrder(int told) throws IOException {
        byte[] body = new byte[700_000];
        new Random(1).nextBytes(body);
        AnswerCollector collector = new AnswerCollector(LIMITS, false, status -> {});
        begin(collector, told);

        for (int at = 0; at < body.length; at += 7_000) {
            collector.consume(ByteBuffer.wrap(body, at, 7_000));
        }
        collector.streamEnd(null);

        assertThat(answers.get(0).body()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(ints = {8 * 1024 - 1, 8 * 1024, 24 * 1024, 24 * 1024 + 1})
    void anAnswerOfUnknownLengthHasNoBytesMoreThanCame(int length) throws IOException {
        AnswerCollector collector = begun();

        collector.consume(ByteBuffer.wrap(new byte[length]));
        collector.streamEnd(null);

        assertThat(answers.get(0).body()).hasSize(length);
    }

    private AnswerCollector begun() throws IOException {
        AnswerCollector collector = new AnswerCollector(LIMITS, false, status -> {});
        begin(collector);
        return collector;
    }

    private void begin(AnswerCollector collector) throws IOException {
        begin(collector, -1);
    }

    private void begin(AnswerCollector collector, long told) throws IOException {
        collector.consumeResponse(
                new BasicHttpResponse(200),
                new BasicEntityDetails(told, null),
                null,
                new CallbackContribution<HttpAnswer>(null) {
                    @Override
                    public void completed(HttpAnswer result) {
                        taker.accept(result);
                    }
                });
    }
}

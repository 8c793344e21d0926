package io.github.camellinkup.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.concurrent.CallbackContribution;
import org.apache.hc.core5.http.impl.BasicEntityDetails;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.junit.jupiter.api.Test;

/** An answer that is collected and may be released while it comes, as by a call that is cancelled. */
class AnswerCollectorTest {

    private final List<HttpAnswer> answers = new ArrayList<>();

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
        AnswerCollector collector = new AnswerCollector(1000, false);

        collector.releaseResources();
        begin(collector);
        collector.streamEnd(null);

        assertThat(answers).isEmpty();
    }

    private AnswerCollector begun() throws IOException {
        AnswerCollector collector = new AnswerCollector(1_000_000, false);
        begin(collector);
        return collector;
    }

    private void begin(AnswerCollector collector) throws IOException {
        collector.consumeResponse(
                new BasicHttpResponse(200),
                new BasicEntityDetails(-1, null),
                null,
                new CallbackContribution<HttpAnswer>(null) {
                    @Override
                    public void completed(HttpAnswer result) {
                        answers.add(result);
                    }
                });
    }
}

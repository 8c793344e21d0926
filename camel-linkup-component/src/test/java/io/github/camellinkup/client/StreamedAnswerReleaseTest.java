package io.github.camellinkup.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.client.model.OversizedTask;
import io.github.camellinkup.client.model.Task;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hc.core5.concurrent.CallbackContribution;
import org.apache.hc.core5.http.impl.BasicEntityDetails;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A streamed answer that is released while it comes, as by a call that is cancelled. */
class StreamedAnswerReleaseTest {

    private static final int LIMIT = 100;

    private static final String TOO_LARGE = "{\"id\":\"large\",\"output\":\"" + "x".repeat(LIMIT);

    private final List<String> taken = new ArrayList<>();
    private final List<HttpAnswer> answers = new ArrayList<>();
    private Runnable whileTaking = () -> {};
    private Consumer<OversizedTask> whileReading = task -> {};
    private final StreamedAnswer answer = new StreamedAnswer(
            new AnswerLimits(LIMIT, Duration.ofNanos(1000), true),
            () -> 0,
            this::take,
            task -> whileReading.accept(task));

    private CompletionStage<Void> take(List<Task> tasks) {
        tasks.forEach(task -> taken.add(task.id()));
        whileTaking.run();
        return CompletableFuture.completedFuture(null);
    }

    @BeforeEach
    void head() throws IOException {
        answer.consumeResponse(
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

    @Test
    void whatComesAfterwardsIsDropped() throws IOException {
        consume("{\"data\":[{\"id\":\"1\"},{\"id\":\"2\"");

        answer.releaseResources();
        consume("},{\"id\":\"3\"}]}");
        answer.streamEnd(null);

        assertThat(taken).containsExactly("1");
        assertThat(answers).isEmpty();
    }

    /** Else the reader would lose a task while it adds to it. */
    @Test
    void releasingWaitsForThePieceThatIsBeingRead() throws Exception {
        Thread canceller = new Thread(answer::releaseResources);
        List<Boolean> hasWaited = new ArrayList<>();
        whileReading = task -> {
            canceller.start();
            await().until(() -> isHeldOrDone(canceller));
            hasWaited.add(canceller.isAlive());
        };

        consume("{\"data\":[" + TOO_LARGE);
        canceller.join();
        consume("\"},{\"id\":\"2\"}]}");

        assertThat(hasWaited).containsExactly(true);
        assertThat(taken).isEmpty();
    }

    private static boolean isHeldOrDone(Thread thread) {
        return switch (thread.getState()) {
            case BLOCKED, WAITING, TERMINATED -> true;
            default -> false;
        };
    }

    @Test
    void releasingFromWithinAReadEndsWithThePiece() throws IOException {
        whileReading = task -> answer.releaseResources();

        consume("{\"data\":[" + TOO_LARGE + "\"},{\"id\":\"2\"");
        consume("},{\"id\":\"3\"}]}");
        answer.streamEnd(null);

        assertThat(taken).isEmpty();
        assertThat(answers).isEmpty();
    }

    @Test
    void releasingDoesNotWaitForTheSink() throws IOException {
        List<Boolean> released = new ArrayList<>();
        whileTaking = () -> {
            CompletableFuture.runAsync(answer::releaseResources)
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join();
            released.add(true);
        };

        consume("{\"data\":[{\"id\":\"1\"}");

        assertThat(released).containsExactly(true);
    }

    /** The sink may be slow, and the answer is read before it is done. */
    @Test
    void whatWasReadIsHandedOnAfterwards() throws IOException {
        consume("{\"data\":[{\"id\":\"1\"}]}");
        answer.streamEnd(null);

        answer.releaseResources();

        assertThat(answer.read(answers.get(0)).tasks()).isEqualTo(1);
    }

    private void consume(String text) throws IOException {
        answer.consume(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }
}

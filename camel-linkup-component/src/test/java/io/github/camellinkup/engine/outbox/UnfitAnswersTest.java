package io.github.camellinkup.engine.outbox;

import static io.github.camellinkup.engine.outbox.OutboxRun.questions;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.HandDrivenTimer;
import io.github.camellinkup.engine.SimulatedLinkup;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.submit.SentBatch;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A create call is answered with other tasks than one for each request: the list tells what was created. */
class UnfitAnswersTest {

    private final OutboxRun run = new OutboxRun();
    private final HandDrivenTimer time = run.time;
    private final SimulatedLinkup api = run.api;

    static Stream<List<Task>> unfit() {
        Task one = Calls.task("1");
        return Stream.of(
                null,
                List.of(),
                List.of(one),
                List.of(one, Calls.task("2"), Calls.task("3")),
                List.of(one, one),
                List.of(one, Calls.task(" ")),
                Arrays.asList(one, null),
                List.of(one, Calls.task(null)));
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void itIsAsIfNoneHadComeAndTheTasksAreFoundInTheList(List<Task> answer) {
        CompletableFuture<SentBatch> sent = run.send("a", "b");
        api.land(api.calls.get(0).requests);
        api.calls.get(0).answer.complete(answer);

        assertThat(questions(sent)).containsExactly("a", "b");
        assertThat(run.pending())
                .extracting(PendingTask::id)
                .containsExactlyInAnyOrderElementsOf(
                        api.tasks().stream().map(Task::id).toList());
        assertThat(api.calls).as("create calls").hasSize(1);
    }

    @Test
    void theAnswerToTheRestIsLookedAtAsWell() {
        CompletableFuture<SentBatch> sent = run.send("a", "b", "c");
        api.calls.get(0).cutAfter(1);
        time.advance(Duration.ofSeconds(10));
        List<Task> landed = api.land(api.calls.get(1).requests);
        api.calls.get(1).answer.complete(List.of(landed.get(0), landed.get(0)));

        assertThat(questions(sent)).containsExactly("a", "b", "c");
        assertThat(run.pending()).hasSize(3);
        assertThat(api.calls).hasSize(2);
    }
}

package io.github.camellinkup.engine.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupResponseTooLargeException;
import io.github.camellinkup.client.exception.LinkupTimeoutException;
import io.github.camellinkup.client.exception.LinkupTooManyRequestsException;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.exception.LinkupUnreadableAnswerException;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskIdentity;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.engine.SimulatedLinkup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a scan does about a page that cannot be had. */
class BrokenPagesTest {

    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
    private static final LinkupRequest REQUEST = SearchRequest.builder().q("q").build();
    private static final int TASKS = 250;

    /** The newest first, a second apart. */
    private final List<Task> list = IntStream.range(0, TASKS)
            .mapToObj(i -> SimulatedLinkup.task("task-" + i, REQUEST, TIME.minusSeconds(i)))
            .toList();

    private final ScanRun run = new ScanRun(null);

    static List<LinkupException> dueToATask() {
        return List.of(
                SimulatedLinkup.uncertain(),
                new LinkupTimeoutException("no answer in time", null),
                new LinkupUnreadableAnswerException("no JSON", ErrorAnswer.ofStatus(200)));
    }

    private CompletionStage<TaskPage> pageWithout(int bad, LinkupException failure, TaskQuery query) {
        int from = (query.page() - 1) * query.pageSize();
        return from <= bad && bad < from + query.pageSize()
                ? CompletableFuture.failedFuture(failure)
                : SimulatedLinkup.pageOf(list, Map.of(), query);
    }

    @ParameterizedTest
    @MethodSource("dueToATask")
    void aTaskThatSpoilsItIsFoundAndSteppedOver(LinkupException failure) {
        run.readBackTo(Instant.MIN, 60, query -> pageWithout(142, failure, query));

        assertThat(run.met).hasSize(TASKS - 1).doesNotContain("task-142");
        assertThat(run.scan.unreadable()).singleElement().satisfies(task -> {
            assertThat(task.id()).isNull();
            assertThat(task.latest()).isEqualTo(TIME.minusSeconds(141));
            assertThat(task.problem()).contains(failure.getMessage());
        });
    }

    /** Tasks that move up meanwhile may be passed by. */
    @Test
    void thatTheListGetsShorterWhileATaskIsSteppedOverIsADoubt() {
        Deque<Task> shrinking = new ArrayDeque<>(list);
        LinkupException named = new LinkupResponseTooLargeException(
                "too large", new TaskIdentity("task-142", TIME.minusSeconds(142), null));

        run.readBackTo(Instant.MIN, 60, query -> {
            if (run.scan.unreadable().size() == 1 && shrinking.size() == TASKS) {
                shrinking.removeFirst();
            }
            int from = (query.page() - 1) * query.pageSize();
            return from <= 142 && 142 < from + query.pageSize() && shrinking.size() == TASKS
                    ? CompletableFuture.failedFuture(named)
                    : SimulatedLinkup.pageOf(List.copyOf(shrinking), Map.of(), query);
        });

        assertThat(run.scan.unreadable())
                .extracting(CreatedTasksScan.UnreadableTask::id)
                .containsExactly("task-142", null);
        assertThat(run.scan.unreadable()).last().satisfies(task -> assertThat(task.latest())
                .isEqualTo(TIME.minusSeconds(141)));
    }

    @Test
    void theFirstTaskOfTheListMayBeTheOne() {
        run.readBackTo(Instant.MIN, 60, query -> pageWithout(0, SimulatedLinkup.uncertain(), query));

        assertThat(run.met).hasSize(TASKS - 1);
        assertThat(run.scan.unreadable()).singleElement().satisfies(task -> assertThat(task.latest())
                .isNull());
    }

    @Test
    void aListOfWhichNoTaskCanBeHadIsNotTakenForOneOfUnreadableTasks() {
        int reads = 0;
        do {
            run.scan.next();
        } while (run.scan.failed(SimulatedLinkup.uncertain()) && ++reads < 1_000);

        assertThat(reads).isLessThan(20);
        assertThat(run.scan.isReadBackTo(Instant.EPOCH)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 429, 500, 503})
    void aRefusalIsDueToNoTask(int status) {
        run.scan.next();

        assertThat(run.scan.failed(new LinkupUnknownException("no", ErrorAnswer.ofStatus(status), true, false, null)))
                .isFalse();
        assertThat(run.scan.next().pageSize()).isEqualTo(100);
    }

    @Test
    void aCallThatNeverWentOutAndOneThatIsToComeLaterAreDueToNoTask() {
        run.scan.next();
        ErrorAnswer later = new ErrorAnswer(0, Optional.empty(), List.of(), Optional.of(Duration.ofHours(1)));

        assertThat(run.scan.failed(new LinkupUnknownException("refused", ErrorAnswer.NONE, true, true, null)))
                .isFalse();
        assertThat(run.scan.failed(new LinkupTooManyRequestsException("Too many", later)))
                .isFalse();
        assertThat(run.scan.next().pageSize()).isEqualTo(100);
    }

    @Test
    void aListThatNeverGetsOnIsReadInVain() {
        TaskPage first = new TaskPage(
                1, 2, 1_000_000, 500_000, list.subList(0, 2), null, list.get(0).json());
        for (int reads = 0; !run.scan.isInVain(); reads++) {
            assertThat(reads).isLessThan(1_000);
            run.scan.next();
            run.scan.read(first);
        }

        assertThat(run.scan.isReadBackTo(TIME.minusSeconds(10))).isFalse();
    }
}

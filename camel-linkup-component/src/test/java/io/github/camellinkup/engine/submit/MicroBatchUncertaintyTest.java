package io.github.camellinkup.engine.submit;

import static io.github.camellinkup.engine.outbox.Calls.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.EngineTimer;
import io.github.camellinkup.engine.HandDrivenTimer;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.outbox.Calls;
import io.github.camellinkup.engine.outbox.PartialCallException;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A call of requests that travel together, of which not all is known: each request gets its own end. */
class MicroBatchUncertaintyTest {

    private final Calls calls = new Calls();
    private final MicroBatcher coalescer = new MicroBatcher(
            new SendingOptions(5, 2, Duration.ofMillis(20), Duration.ZERO),
            calls,
            new EngineTimer(new HandDrivenTimer(), Runnable::run, () -> 0));

    /** Requests that fill a call, which goes out at once. */
    private List<CompletableFuture<Task>> submit(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> coalescer.submit(request("q" + i)).toCompletableFuture())
                .toList();
    }

    @Test
    void anUncertainCallIsUncertainForEachRequestByItself() {
        List<CompletableFuture<Task>> tasks = submit(5);

        calls.call(0)
                .fail(new LinkupSubmissionUncertainException(
                        calls.call(0).requests(), new IllegalStateException("cut")));

        assertThatThrownBy(tasks.get(2)::join)
                .cause()
                .isInstanceOfSatisfying(
                        LinkupSubmissionUncertainException.class, uncertain -> assertThat(uncertain.getRequests())
                                .extracting(Calls::question)
                                .containsExactly("q3"));
        assertThat(calls.count()).isEqualTo(1);
    }

    @Test
    void aTaskThatIsCreatedButNotRecordedIsNamedToItsRequest() {
        List<CompletableFuture<Task>> tasks = submit(5);
        List<TaskRequest> requests = calls.call(0).requests();

        calls.call(0)
                .fail(LinkupSubmissionUncertainException.notRecorded(
                        requests,
                        requests.stream().map(Calls::question).map(Calls::task).toList(),
                        new IllegalStateException("the database is down")));

        assertThatThrownBy(tasks.get(1)::join)
                .cause()
                .isInstanceOfSatisfying(LinkupSubmissionUncertainException.class, unrecorded -> {
                    assertThat(unrecorded.getCreated())
                            .isEqualTo(unrecorded.getUnrecorded())
                            .extracting(Task::id)
                            .containsExactly("q2");
                    assertThat(unrecorded.getRequests()).containsExactly(requests.get(1));
                    assertThat(unrecorded)
                            .hasMessageContaining("Linkup created 1 task")
                            .hasMessageContaining("the database is down");
                });
    }

    @Test
    void whatIsHeldBackByAPartThatIsNotRecordedIsSent() {
        List<CompletableFuture<Task>> tasks = submit(5);
        BitSet unrecorded = new BitSet();
        unrecorded.set(1);

        calls.call(0)
                .fail(new PartialCallException(
                        new Task[] {Calls.task("first"), Calls.task("second"), null, null, null},
                        unrecorded,
                        new BitSet(),
                        LinkupSubmissionUncertainException.notRecorded(
                                List.of(calls.call(0).requests().get(1)),
                                List.of(Calls.task("second")),
                                new IllegalStateException("the database is down"))));
        calls.call(1).succeed();

        assertThat(tasks.get(0).join().id()).isEqualTo("first");
        assertThatThrownBy(tasks.get(1)::join)
                .cause()
                .isInstanceOfSatisfying(
                        LinkupSubmissionUncertainException.class,
                        failure -> assertThat(failure.getUnrecorded()).hasSize(1));
        assertThat(calls.call(1).questions()).containsExactly("q3", "q4", "q5");
        assertThat(tasks.get(4).join().id()).isEqualTo("q5");
    }

    @Test
    void theTaskOfAnotherIsNotNamedToARequestOfWhichNothingIsKnown() {
        List<CompletableFuture<Task>> tasks = submit(5);
        List<TaskRequest> requests = calls.call(0).requests();
        BitSet uncertain = new BitSet();
        uncertain.set(0);
        uncertain.set(1);
        List<Task> others = List.of(Calls.task("q3"), Calls.task("q4"));

        calls.call(0)
                .fail(new PartialCallException(
                        new Task[] {null, null, others.get(0), others.get(1), Calls.task("q5")},
                        new BitSet(),
                        uncertain,
                        new LinkupSubmissionUncertainException(
                                requests.subList(0, 2), others, new IllegalStateException("cut"))));

        assertThatThrownBy(tasks.get(1)::join)
                .cause()
                .isInstanceOfSatisfying(
                        LinkupSubmissionUncertainException.class,
                        failure -> assertThat(failure.getCreated()).isEmpty());
        assertThat(calls.count()).as("nothing is left to be sent").isEqualTo(1);
    }

    @Test
    void eachRequestOfACallThatWasCreatedInPartGetsItsOwnEndAndTheRestIsSentOn() {
        List<CompletableFuture<Task>> tasks = submit(5);
        List<TaskRequest> requests = calls.call(0).requests();
        BitSet uncertain = new BitSet();
        uncertain.set(0);
        uncertain.set(3);

        calls.call(0)
                .fail(new PartialCallException(
                        new Task[] {null, Calls.task("second"), null, null, null},
                        new BitSet(),
                        uncertain,
                        new LinkupSubmissionUncertainException(
                                List.of(requests.get(0), requests.get(3)), new IllegalStateException("cut"))));
        calls.call(1).succeed();

        assertThat(calls.call(1).questions()).containsExactly("q3", "q5");
        assertThat(tasks.get(1).join().id()).isEqualTo("second");
        assertThat(tasks.get(2).join().id()).isEqualTo("q3");
        assertThat(tasks.get(4).join().id()).isEqualTo("q5");
        for (int i : new int[] {0, 3}) {
            assertThatThrownBy(tasks.get(i)::join)
                    .cause()
                    .isInstanceOfSatisfying(
                            LinkupSubmissionUncertainException.class,
                            failure -> assertThat(failure.getRequests()).containsExactly(requests.get(i)));
        }
    }
}

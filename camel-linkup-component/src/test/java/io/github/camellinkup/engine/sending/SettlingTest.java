package io.github.camellinkup.engine.sending;

import static io.github.camellinkup.engine.sending.Calls.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupAuthenticationException;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.HandDrivenTimer;
import io.github.camellinkup.engine.exception.LinkupPartialBatchException;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.pace.EngineTimer;
import io.github.camellinkup.engine.repository.Intent;
import io.github.camellinkup.engine.repository.Intent.State;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.statistics.TaskCount;
import io.github.camellinkup.engine.statistics.TaskStatistics;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Sending once, with a Linkup, a time and a repository that the test drives. Everything runs on the test's thread. */
class SettlingTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final SettleOptions OPTIONS = SettleOptions.DEFAULT;
    private static final SendingOptions SENDING =
            new SendingOptions(100, 4, Duration.ofMillis(20), Duration.ZERO, OPTIONS);

    private final HandDrivenTimer time = new HandDrivenTimer();
    private final EngineTimer timer = new EngineTimer(time);
    private final FakeApi api = new FakeApi(this::now);
    private final MemoryTaskRepository memory = new MemoryTaskRepository();
    private final Map<String, Integer> failures = new HashMap<>();
    private final TaskRepository repository = failing(memory);
    private Runnable afterOpenIntents = () -> {};
    private final TaskStatistics statistics = new TaskStatistics();
    private final List<Instant> adopted = new ArrayList<>();
    private final TaskSending node = node("a", timer);

    private Instant now() {
        return START.plusNanos(time.nanoTime());
    }

    private TaskSending node(String name, EngineTimer itsTimer) {
        return new TaskSending(
                api, repository, name, clock(), time::nanoTime, statistics, itsTimer, Runnable::run, adopted::add);
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return now();
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }
        };
    }

    /** The same repository, whose methods fail as often as {@link #failures} says, by name; negative: after writing. */
    private TaskRepository failing(TaskRepository real) {
        return (TaskRepository) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {TaskRepository.class}, (proxy, method, arguments) -> {
                    int left = failures.getOrDefault(method.getName(), 0);
                    failures.put(method.getName(), left - Integer.signum(left));
                    if (left > 0) {
                        throw new IllegalStateException("the database is down");
                    }
                    try {
                        Object answer = method.invoke(real, arguments);
                        if (method.getName().equals("openIntents")) {
                            Runnable happens = afterOpenIntents;
                            afterOpenIntents = () -> {};
                            happens.run();
                        }
                        if (left < 0) {
                            throw new IllegalStateException("the database went down");
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private CompletableFuture<SentBatch> send(TaskSending sender, List<TaskRequest> requests) {
        return sender.submitter(SENDING)
                .submitAll(requests.iterator(), BatchAnswer.TASKS)
                .toCompletableFuture();
    }

    private CompletableFuture<SentBatch> send(String... questions) {
        return send(node, List.of(questions).stream().map(Calls::request).toList());
    }

    private static List<String> questions(CompletableFuture<SentBatch> sent) {
        return done(sent).tasks().stream().map(SettlingTest::question).toList();
    }

    private static <T> T done(CompletableFuture<T> stage) {
        assertThat(stage).isDone();
        return stage.join();
    }

    private static String question(Task task) {
        return task.input().toTree().path("q").asText();
    }

    private List<PendingTask> pending() {
        return memory.oldest(Set.of(), Instant.MAX, Integer.MAX_VALUE);
    }

    private static Throwable failureOf(CompletableFuture<?> sent) {
        assertThat(sent).isCompletedExceptionally();
        return sent.handle((nothing, failure) -> failure).join();
    }

    @Test
    void theIntentIsRecordedBeforeTheCallAndReplacedByItsTasks() {
        CompletableFuture<SentBatch> sent = send("a", "b");

        assertThat(memory.openIntents()).singleElement().satisfies(intent -> {
            assertThat(intent.state()).isEqualTo(State.SENDING);
            assertThat(intent.node()).isEqualTo("a");
            assertThat(intent.requests()).hasSize(2);
            assertThat(intent.openedAt()).isEqualTo(START);
            assertThat(intent.leasedUntil()).isEqualTo(START.plusSeconds(60));
        });
        api.calls.get(0).succeed();

        assertThat(questions(sent)).containsExactly("a", "b");
        assertThat(memory.openIntents()).isEmpty();
        assertThat(pending()).hasSize(2);
        assertThat(api.reads).isEmpty();
    }

    @Test
    void aRepositoryThatCannotRecordTheIntentStopsTheCall() {
        failures.put("open", 1);

        Throwable failure = failureOf(send("a"));

        assertThat(failure).isInstanceOfSatisfying(LinkupException.class, refused -> {
            assertThat(refused.isCertainlyNotProcessed()).isTrue();
            assertThat(refused).hasMessageContaining("Nothing was sent").hasMessageContaining("database is down");
        });
        assertThat(api.calls).isEmpty();
    }

    @Test
    void anIntentThatWasRecordedAlthoughTheRepositoryFailedIsTakenBack() {
        failures.put("open", -1);
        failures.put("discard", 2);

        assertThat(failureOf(send("a"))).isInstanceOf(LinkupException.class);
        assertThat(memory.openIntents()).hasSize(1);
        time.advance(Duration.ofSeconds(5));

        assertThat(memory.openIntents()).isEmpty();
        assertThat(api.calls).isEmpty();
    }

    @Test
    void aCertainFailureLeavesNothingBehind() {
        CompletableFuture<SentBatch> sent = send("a");
        api.calls.get(0).refuse();

        assertThat(failureOf(sent)).hasMessageContaining("refused");
        assertThat(memory.openIntents()).isEmpty();
        assertThat(api.reads).isEmpty();
    }

    @Test
    void tasksThatLandedThoughTheAnswerNeverCameAreAdoptedAtOnce() {
        CompletableFuture<SentBatch> sent = send("a", "b", "c");
        api.calls.get(0).cutAfter(3);

        assertThat(questions(sent)).containsExactly("a", "b", "c");
        assertThat(pending()).hasSize(3);
        assertThat(api.calls).hasSize(1);
        assertThat(api.reads).hasSize(1);
        assertThat(memory.openIntents()).isEmpty();
        assertThat(statistics.get(TaskCount.ADOPTED)).isEqualTo(3);
    }

    @Test
    void whatDidNotLandIsSentAgainOnlyWhenTheCutCallCanLandNoMore() {
        CompletableFuture<SentBatch> sent = send("a", "b");
        api.calls.get(0).cut();
        time.advance(Duration.ofMillis(9_999));
        assertThat(api.calls).hasSize(1);

        time.advance(Duration.ofMillis(1));
        assertThat(api.calls).hasSize(2);
        assertThat(memory.openIntents())
                .singleElement()
                .extracting(Intent::state)
                .isEqualTo(State.SENDING);
        api.calls.get(1).succeed();

        assertThat(questions(sent)).containsExactly("a", "b");
        assertThat(api.tasks).hasSize(2);
        assertThat(pending()).hasSize(2);
        assertThat(statistics.get(TaskCount.SENT_AGAIN)).isEqualTo(2);
    }

    @Test
    void aCallThatLandsLateIsNotSentAgain() {
        CompletableFuture<SentBatch> sent = send("a", "b");
        List<TaskRequest> requests = api.calls.get(0).requests;
        api.calls.get(0).cut();
        time.advance(Duration.ofSeconds(8));
        api.land(requests);
        time.advance(Duration.ofSeconds(10));

        assertThat(questions(sent)).containsExactly("a", "b");
        assertThat(api.calls).hasSize(1);
    }

    @Test
    void onlyTheRestIsSentAndItCanBeUncertainAgain() {
        CompletableFuture<SentBatch> sent = send("a", "b", "c", "d");
        api.calls.get(0).cutAfter(1);
        time.advance(Duration.ofSeconds(10));
        assertThat(api.calls.get(1).requests).extracting(Calls::question).containsExactly("b", "c", "d");
        api.calls.get(1).cutAfter(2);
        time.advance(Duration.ofSeconds(10));
        assertThat(api.calls.get(2).requests).extracting(Calls::question).containsExactly("d");
        api.calls.get(2).succeed();

        assertThat(questions(sent)).containsExactly("a", "b", "c", "d");
        assertThat(api.tasks).hasSize(4);
        assertThat(memory.openIntents()).isEmpty();
    }

    @Test
    void aRestThatIsRefusedLeavesWhatLandedInTheMiddle() {
        CompletableFuture<SentBatch> sent = send("a", "b", "c");
        api.land(List.of(request("b")));
        api.calls.get(0).cut();
        time.advance(Duration.ofSeconds(10));
        api.calls.get(1).refuse();

        assertThat(failureOf(sent)).isInstanceOfSatisfying(LinkupPartialBatchException.class, partial -> {
            assertThat(partial.getCreated()).extracting(SettlingTest::question).containsExactly("b");
            assertThat(partial.getNotCreated()).extracting(Calls::question).containsExactly("a", "c");
            assertThat(partial.getUncertain()).isEmpty();
        });
        assertThat(memory.openIntents()).isEmpty();
    }

    @Test
    void whatCannotBeFoundOutInTimeIsGivenUpWithWhatIsKnown() {
        CompletableFuture<SentBatch> sent = send("a", "b");
        api.calls.get(0).cutAfter(1);
        time.advance(Duration.ofSeconds(10));
        api.calls.get(1).cut();
        api.listFailure = FakeApi.uncertain();
        time.advance(Duration.ofMinutes(10).minusSeconds(11));
        assertThat(sent).isNotDone();
        time.advance(Duration.ofSeconds(1));

        assertThat(failureOf(sent)).isInstanceOfSatisfying(LinkupPartialBatchException.class, partial -> {
            assertThat(partial.getCreated()).extracting(SettlingTest::question).containsExactly("a");
            assertThat(partial.getUncertain()).extracting(Calls::question).containsExactly("b");
            assertThat(partial).cause().isInstanceOfSatisfying(LinkupSubmissionUncertainException.class, uncertain -> {
                assertThat(uncertain.getRequests()).hasSize(1);
                assertThat(uncertain.getCreated()).hasSize(1);
                assertThat(uncertain).hasMessageContaining("created 1 task").hasMessageContaining("1 are created");
            });
        });
        assertThat(memory.openIntents()).as("a given-up intent is not open").isEmpty();
        assertThat(statistics.get(TaskCount.UNCERTAIN)).isEqualTo(1);
        assertThat(api.calls).hasSize(2);
        time.advance(Duration.ofMinutes(5));
        assertThat(time.waiting()).isZero();
    }

    @Test
    void aListThatCannotBeReadForATimeIsReadAgainLessAndLessOften() {
        CompletableFuture<SentBatch> sent = send("a");
        api.listFailure = new LinkupAuthenticationException("no", ErrorAnswer.ofStatus(401));
        api.calls.get(0).cutAfter(1);
        time.advance(Duration.ofSeconds(100));
        assertThat(api.reads).hasSizeBetween(6, 9);

        api.listFailure = null;
        time.advance(Duration.ofSeconds(30));
        assertThat(questions(sent)).containsExactly("a");
    }

    @Test
    void tasksWhoseRecordingFailsAreRecordedLaterAndKeptUntilThen() {
        failures.put("created", 3);
        CompletableFuture<SentBatch> sent = send("a");
        api.calls.get(0).succeed();
        assertThat(sent).isNotDone();
        assertThat(memory.openIntents()).hasSize(1);
        time.advance(Duration.ofSeconds(10));

        assertThat(questions(sent)).containsExactly("a");
        assertThat(pending()).hasSize(1);
        assertThat(api.calls).hasSize(1);
    }

    @Test
    void aRepositoryThatStaysDownAfterTheCallIsToldWithTheTasksAndTriedOn() {
        failures.put("created", 40);
        CompletableFuture<SentBatch> sent = send("a");
        api.calls.get(0).succeed();
        time.advance(Duration.ofMinutes(10));

        assertThat(failureOf(sent))
                .cause()
                .isInstanceOfSatisfying(
                        LinkupSubmissionUncertainException.class,
                        uncertain -> assertThat(uncertain.getCreated()).hasSize(1));
        time.advance(Duration.ofMinutes(20));
        assertThat(pending()).hasSize(1);
    }

    @Test
    void aStepOfWhichItIsNotKnownWhetherItWasWrittenIsNotMadeTwice() {
        CompletableFuture<SentBatch> sent = send("a", "b");
        api.calls.get(0).cutAfter(1);
        failures.put("settle", -1);
        time.advance(Duration.ofSeconds(30));
        assertThat(api.calls).hasSize(2);
        assertThat(api.calls.get(1).requests).extracting(Calls::question).containsExactly("b");
        api.calls.get(1).succeed();

        assertThat(questions(sent)).containsExactly("a", "b");
        assertThat(api.tasks).hasSize(2);
    }

    @Test
    void aLastStepOfWhichItIsNotKnownWhetherItWasWrittenIsNotMadeTwiceEither() {
        CompletableFuture<SentBatch> sent = send("a");
        failures.put("settle", -1);
        api.calls.get(0).cutAfter(1);
        time.advance(Duration.ofSeconds(15));

        assertThat(questions(sent)).containsExactly("a");
        assertThat(pending()).hasSize(1);
        assertThat(api.calls).hasSize(1);
    }

    @Test
    void equalInputsUnderWayAreWaitedForSoThatNobodyTakesTheTaskOfAnother() {
        CompletableFuture<SentBatch> first = send("same");
        CompletableFuture<SentBatch> second = send("same");
        api.land(api.calls.get(1).requests);
        api.calls.get(0).cut();
        time.advance(Duration.ofSeconds(60));
        assertThat(api.calls).as("the task in the list may be the other's").hasSize(2);
        assertThat(first).isNotDone();

        api.calls.get(1).answer.complete(List.of(api.tasks.get(0)));
        time.advance(Duration.ofSeconds(30));
        api.calls.get(2).succeed();

        assertThat(done(first).ids()).doesNotContainAnyElementsOf(done(second).ids());
        assertThat(api.tasks).hasSize(2);
        assertThat(pending()).hasSize(2);
    }

    @Test
    void anEqualCallThatBeginsWhileTheListIsReadKeepsItsTask() {
        CompletableFuture<SentBatch> first = send("same");
        api.calls.get(0).cut();
        time.advance(Duration.ofSeconds(9));
        List<CompletableFuture<SentBatch>> second = new ArrayList<>();
        api.meanwhile = () -> {
            second.add(send("same"));
            api.land(api.calls.get(1).requests);
        };
        time.advance(Duration.ofSeconds(1));
        assertThat(first).isNotDone();
        api.calls.get(1).answer.complete(List.of(api.tasks.get(0)));
        time.advance(Duration.ofSeconds(60));
        api.calls.get(2).succeed();

        assertThat(done(first).ids())
                .doesNotContainAnyElementsOf(done(second.get(0)).ids());
        assertThat(pending()).hasSize(2);
    }

    @Test
    void twoCutCallsWithEqualInputsShareWhatLanded() {
        CompletableFuture<SentBatch> first = send("same", "x");
        CompletableFuture<SentBatch> second = send("same", "y");
        api.calls.get(1).cutAfter(2);
        api.calls.get(0).cut();
        time.advance(Duration.ofSeconds(10));
        api.calls.get(2).succeed();
        time.advance(Duration.ofSeconds(40));
        for (int i = 3; i < api.calls.size(); i++) {
            api.calls.get(i).succeed();
        }

        assertThat(questions(first)).containsExactly("same", "x");
        assertThat(questions(second)).containsExactly("same", "y");
        assertThat(done(first).ids()).doesNotContainAnyElementsOf(done(second).ids());
        assertThat(api.tasks).hasSize(4);
        assertThat(pending()).hasSize(4);
    }

    @Test
    void anEqualCallThatWasCutEarlierIsSentAgainOnlyWhenTheOlderOneIsDecided() {
        CompletableFuture<SentBatch> older = send("same");
        CompletableFuture<SentBatch> younger = send("same");
        List<TaskRequest> lateLanding = api.calls.get(0).requests;
        api.calls.get(1).cutAfter(1);
        time.advance(Duration.ofSeconds(9));
        api.calls.get(0).cut();
        time.advance(Duration.ofSeconds(5));
        api.land(lateLanding);
        time.advance(Duration.ofSeconds(60));

        assertThat(done(older).ids()).doesNotContainAnyElementsOf(done(younger).ids());
        assertThat(api.calls).hasSize(2);
        assertThat(api.tasks).hasSize(2);
    }

    @Test
    void aCallThatWasCutIsNotSentAgainWhileAYoungerOneMayHaveItsTaskAndCanStillLand() {
        TaskRequest plain = request("a");
        TaskRequest detailed = TaskRequest.of(
                SearchRequest.builder().q("a").set("includeImages", false).build());
        CompletableFuture<SentBatch> older = send(node, List.of(plain));
        time.advance(Duration.ofSeconds(1));
        CompletableFuture<SentBatch> younger = send(node, List.of(detailed));
        api.land(List.of(plain));
        api.calls.get(0).cut();
        time.advance(Duration.ofSeconds(6));
        api.calls.get(1).cut();
        time.advance(Duration.ofSeconds(5));
        assertThat(api.calls).as("the only task may be of either").hasSize(2);

        api.land(List.of(detailed));
        time.advance(Duration.ofSeconds(30));

        assertThat(api.calls).hasSize(2);
        assertThat(done(older).ids()).doesNotContainAnyElementsOf(done(younger).ids());
        assertThat(memory.openIntents()).isEmpty();
    }

    @Test
    void nothingIsSentAfterTheSenderWasToldThatTheOutcomeIsNotKnown() {
        api.listFailure = FakeApi.uncertain();
        CompletableFuture<SentBatch> sent = send("a");
        api.calls.get(0).cut();
        failures.put("giveUpIntent", 1);
        time.advance(OPTIONS.timeout());
        assertThat(failureOf(sent)).hasCauseInstanceOf(LinkupSubmissionUncertainException.class);

        api.listFailure = null;
        time.advance(Duration.ofMinutes(5));

        assertThat(api.calls).hasSize(1);
        assertThat(memory.openIntents()).isEmpty();
    }

    @Test
    void tasksThatAreKnownAndTasksOfOthersAreNoCandidates() {
        send("a");
        api.calls.get(0).succeed();
        CompletableFuture<SentBatch> again = send("a");
        api.calls.get(1).cut();
        api.tasks.add(FakeApi.task(
                "foreign",
                SearchRequest.builder()
                        .q("a")
                        .set("includeImages", true)
                        .set("depth", "deep")
                        .build(),
                now()));
        time.advance(Duration.ofSeconds(10));
        assertThat(api.calls).hasSize(3);
        api.calls.get(2).succeed();

        assertThat(done(again).ids()).doesNotContain("foreign");
        assertThat(pending()).hasSize(2);
    }

    @Test
    void researchIsFoundInItsOwnList() {
        TaskRequest request = TaskRequest.of(ResearchRequest.builder().q("why").build());
        CompletableFuture<Task> sent = node.submitResearch(request, OPTIONS).toCompletableFuture();
        assertThat(memory.openIntents())
                .singleElement()
                .extracting(Intent::research)
                .isEqualTo(true);
        api.calls.get(0).cutAfter(1);

        assertThat(question(done(sent))).isEqualTo("why");
        assertThat(api.listsRead).containsExactly(true);
        assertThat(api.calls.get(0).research).isTrue();
    }

    @Test
    void leasesAreRenewedWhileACallIsUnderWayAndNotLonger() {
        send("a");
        time.advance(Duration.ofSeconds(150));
        assertThat(memory.openIntents().get(0).leasedUntil()).isAfter(now().plusSeconds(39));
        api.calls.get(0).succeed();
        time.advance(Duration.ofSeconds(21));

        assertThat(time.waiting()).isZero();
    }

    @Test
    void openIntentsOfTheSameNodeAreSettledAtOnceAfterARestart() {
        memory.open(intent("left", "a", now().plusSeconds(60), "a", "b"));
        api.land(List.of(request("b")));

        node.settleLeftovers(OPTIONS);
        assertThat(memory.openIntents())
                .singleElement()
                .extracting(Intent::state)
                .isEqualTo(State.UNCERTAIN);
        time.advance(Duration.ofSeconds(10));
        assertThat(api.calls.get(0).requests).extracting(Calls::question).containsExactly("a");
        api.calls.get(0).succeed();

        assertThat(pending()).extracting(PendingTask::reference).containsExactlyInAnyOrder("ref a", "ref b");
        assertThat(memory.openIntents()).isEmpty();
        time.advance(Duration.ofMinutes(10));
        assertThat(time.waiting()).isZero();
    }

    @Test
    void openIntentsOfOthersAreSettledWhenTheirLeaseHasRunOut() {
        memory.open(intent("left", "other", now().plusSeconds(100), "a"));

        node.settleLeftovers(OPTIONS);
        time.advance(Duration.ofSeconds(100));
        assertThat(memory.openIntents().get(0).node()).isEqualTo("other");
        time.advance(Duration.ofSeconds(60));
        assertThat(memory.openIntents().get(0).node()).isEqualTo("a");
        api.calls.get(0).succeed();

        assertThat(pending()).hasSize(1);
        time.advance(Duration.ofMinutes(2));
        assertThat(time.waiting()).isZero();
    }

    @Test
    void aLeftoverThatIsRefusedForNowIsTriedAgainUntilItIsCreated() {
        memory.open(intent("left", "a", now().plusSeconds(60), "a"));
        node.settleLeftovers(OPTIONS);
        time.advance(Duration.ofSeconds(10));
        api.calls.get(0).refuse();
        time.advance(Duration.ofSeconds(45));
        api.calls.get(1).succeed();

        assertThat(pending()).hasSize(1);
        assertThat(api.tasks).hasSize(1);
    }

    @Test
    void twoNodesSettleTheSameIntentAndOneSends() {
        memory.open(intent("left", "dead", now().minusSeconds(1), "a", "b"));
        TaskSending other = node("b", timer);

        node.settleLeftovers(OPTIONS);
        other.settleLeftovers(OPTIONS);
        time.advance(Duration.ofSeconds(30));
        assertThat(api.calls).hasSize(1);
        api.calls.get(0).succeed();
        time.advance(Duration.ofMinutes(5));

        assertThat(api.tasks).hasSize(2);
        assertThat(pending()).hasSize(2);
    }

    @Test
    void ofTwoNodesThatFindAnIntentAtTheSameTimeOneSends() {
        memory.open(intent("left", "dead", now().minusSeconds(1), "a"));
        TaskSending other = node("b", timer);
        afterOpenIntents = () -> other.settleLeftovers(OPTIONS);

        node.settleLeftovers(OPTIONS);
        time.advance(Duration.ofSeconds(30));
        assertThat(api.calls).hasSize(1);
        api.calls.get(0).succeed();
        time.advance(Duration.ofMinutes(20));

        assertThat(api.tasks).hasSize(1);
        assertThat(statistics.get(TaskCount.UNCERTAIN)).isZero();
    }

    @Test
    void whoWaitsGetsItsTasksAlsoWhenAnotherNodeHasSettledItsIntent() {
        CompletableFuture<SentBatch> sent = send("a", "b");
        List<TaskRequest> requests = api.calls.get(0).requests;
        Intent open = memory.openIntents().get(0);
        assertThat(memory.claim(open, "thief", now().plusSeconds(600))).isTrue();
        api.calls.get(0).cut();
        time.advance(Duration.ofSeconds(20));
        assertThat(api.calls).as("the other node sends").hasSize(1);
        List<Task> landed = api.land(requests);
        memory.created(
                open.id(),
                List.of(
                        PendingTask.of(landed.get(0), requests.get(0)),
                        PendingTask.of(landed.get(1), requests.get(1))));
        time.advance(Duration.ofSeconds(30));

        assertThat(questions(sent)).containsExactly("a", "b");
        assertThat(api.calls).hasSize(1);
    }

    @Test
    void whenTheEngineClosesWhoWaitsIsToldAndTheIntentStaysOpen() {
        CompletableFuture<SentBatch> sent = send("a");
        api.listFailure = FakeApi.uncertain();
        api.calls.get(0).cut();
        assertThat(sent).isNotDone();

        node.close();
        timer.close();

        assertThatThrownBy(sent::join)
                .cause()
                .isInstanceOfSatisfying(LinkupPartialBatchException.class, partial -> assertThat(partial.getUncertain())
                        .hasSize(1));
        assertThat(memory.openIntents()).hasSize(1);
    }

    private Intent intent(String id, String owner, Instant leasedUntil, String... questions) {
        List<TaskRequest> requests = List.of(questions).stream()
                .map(question -> request(question).withReference("ref " + question))
                .toList();
        return new Intent(id, owner, now(), leasedUntil, State.SENDING, false, requests);
    }
}

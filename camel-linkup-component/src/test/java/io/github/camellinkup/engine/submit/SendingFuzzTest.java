package io.github.camellinkup.engine.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.HandDrivenTimer;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.exception.LinkupPartialBatchException;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.outbox.Outbox;
import io.github.camellinkup.engine.outbox.OutboxRun;
import io.github.camellinkup.engine.outbox.ReconciliationOptions;
import io.github.camellinkup.engine.repository.ForwardingTaskRepository;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Linkup answers the calls that create tasks and the reads of the list in any way: each sender gets an outcome in time, and
 * each request has exactly one state. It is pending; or its entry is open, or given up; or its sender knows that it was
 * certainly not created.
 *
 * <p>Runs the inputs that are kept in the resources, which are scripts of a {@link ScriptedAnswers}. To look for others:
 * {@code JAZZER_FUZZ=1 mvn test -Dtest=SendingFuzzTest}.
 */
class SendingFuzzTest {

    private static final Duration LONGEST = Duration.ofHours(2);
    private static final SendingOptions OPTIONS =
            new SendingOptions(2, 2, Duration.ofMillis(20), Duration.ofSeconds(60), ReconciliationOptions.DEFAULT);

    @FuzzTest(maxDuration = "5m")
    void noRequestIsLost(byte[] script) {
        Run run = new Run(script);

        run.sendAndWait();

        List<String> found = new ArrayList<>();
        run.stored.oldest(Set.of(), Instant.MAX, Integer.MAX_VALUE).stream()
                .map(PendingTask::reference)
                .forEach(found::add);
        run.stored.openEntries().forEach(entry -> found.addAll(references(entry.requests())));
        found.addAll(run.givenUp);
        found.addAll(run.notCreated);
        assertThat(found).containsExactlyInAnyOrderElementsOf(run.all);
    }

    private static List<String> references(List<TaskRequest> requests) {
        return requests.stream().map(TaskRequest::reference).toList();
    }

    /** One node with all ways of sending, and what its senders are told. */
    private static final class Run {

        private final OutboxRun settling;
        private final HandDrivenTimer time;
        private final MemoryTaskRepository stored = new MemoryTaskRepository();
        private final Outbox node;
        private final List<String> all = new ArrayList<>();
        private final List<String> givenUp = new ArrayList<>();
        private final List<String> notCreated = new ArrayList<>();

        Run(byte[] script) {
            settling = new OutboxRun(stored);
            time = settling.time;
            ScriptedAnswers api = new ScriptedAnswers(script, time, stored, settling.api);
            node = settling.node(api, api, new ForwardingTaskRepository(stored) {
                @Override
                public boolean giveUpEntry(OutboxEntry entry, boolean notCreated) {
                    boolean isGivenUp = super.giveUpEntry(entry, notCreated);
                    if (isGivenUp) {
                        givenUp.addAll(references(entry.requests()));
                    }
                    return isGivenUp;
                }
            });
        }

        private TaskRequest request(String question) {
            all.add(question);
            LinkupRequest input = question.startsWith("r")
                    ? ResearchRequest.builder().q(question).build()
                    : SearchRequest.builder().q(question).build();
            return TaskRequest.of(input).withReference(question);
        }

        private List<TaskRequest> requests(String... questions) {
            return Stream.of(questions).map(this::request).toList();
        }

        void sendAndWait() {
            stored.open(
                    new OutboxEntry("left", "a", settling.now(), settling.now(), false, requests("left-1", "left-2")));
            node.reconcileLeftovers(ReconciliationOptions.DEFAULT);
            TaskSubmitter submitter = settling.submitter(node, OPTIONS);
            List<TaskRequest> singles = requests("single-1", "single-2", "single-3");
            List<CompletableFuture<Task>> tasks = new ArrayList<>();
            singles.forEach(single -> tasks.add(submitter.submit(single).toCompletableFuture()));
            TaskRequest research = request("research");
            CompletableFuture<Task> researchTask =
                    submitter.submitResearch(research).toCompletableFuture();
            List<TaskRequest> batch = requests("batch-1", "batch-2", "batch-3", "batch-4", "batch-5");
            Iterator<TaskRequest> source = batch.iterator();
            CompletableFuture<SentBatch> sent = submitter
                    .submitAll(source, new BatchProgress(BatchAnswer.TASKS, false))
                    .toCompletableFuture();

            List<CompletableFuture<?>> waited = new ArrayList<>(tasks);
            waited.add(researchTask);
            waited.add(sent);
            awaitAll(waited);
            for (int i = 0; i < singles.size(); i++) {
                told(singles.get(i), tasks.get(i));
            }
            told(research, researchTask);
            told(batch, source, sent);
        }

        private void awaitAll(List<CompletableFuture<?>> waited) {
            Duration passed = Duration.ZERO;
            while (passed.compareTo(LONGEST) < 0 && !waited.stream().allMatch(CompletableFuture::isDone)) {
                time.advance(Duration.ofSeconds(30));
                passed = passed.plusSeconds(30);
            }
            assertThat(waited).as("after " + passed).allMatch(CompletableFuture::isDone);
        }

        private void told(TaskRequest request, CompletableFuture<Task> task) {
            if (!task.isCompletedExceptionally()) {
                isRemembered(task.join(), request);
                return;
            }
            Throwable failure = Failures.cause(OutboxRun.failureOf(task));
            if (!(failure instanceof LinkupSubmissionUncertainException)) {
                isCertain(failure);
                notCreated.add(request.reference());
            }
        }

        private void told(List<TaskRequest> batch, Iterator<TaskRequest> source, CompletableFuture<SentBatch> sent) {
            source.forEachRemaining(unread -> notCreated.add(unread.reference()));
            if (!sent.isCompletedExceptionally()) {
                List<Task> tasks = sent.join().tasks();
                assertThat(tasks).hasSameSizeAs(batch);
                for (int i = 0; i < tasks.size(); i++) {
                    isRemembered(tasks.get(i), batch.get(i));
                }
                return;
            }
            Throwable failure = Failures.cause(OutboxRun.failureOf(sent));
            if (failure instanceof LinkupPartialBatchException partial) {
                partial.getNotCreated().forEach(request -> notCreated.add(request.reference()));
                assertThat(partial.getUnrecorded()).isEmpty();
                assertThat(partial.getCreated())
                        .allMatch(task -> stored.find(task.id()).isPresent());
            } else {
                isCertain(failure);
                batch.stream()
                        .map(TaskRequest::reference)
                        .filter(reference -> !notCreated.contains(reference))
                        .toList()
                        .forEach(notCreated::add);
            }
        }

        private void isRemembered(Task task, TaskRequest request) {
            assertThat(stored.find(task.id()).map(PendingTask::reference)).contains(request.reference());
        }

        private static void isCertain(Throwable failure) {
            assertThat(failure)
                    .isInstanceOfSatisfying(LinkupException.class, told -> assertThat(told.isCertainlyNotProcessed())
                            .isTrue());
        }
    }
}

package io.github.camellinkup.engine.submit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.model.RequestWriter;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskReader;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.EngineTimer;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.outbox.RequestOutcomes;
import io.github.camellinkup.engine.outbox.TaskSender;
import io.github.camellinkup.engine.repository.ReferenceInUseException;
import io.github.camellinkup.engine.repository.ReferenceKey;
import io.github.camellinkup.engine.repository.SentReference;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/**
 * Sends a request whose reference is an idempotency key only if the repository knows no task of that reference. Otherwise it
 * answers with the known task. If another call with the reference is in flight, it waits for the end of that call. No thread
 * waits. Thread-safe; the repository is called on the workers.
 */
final class IdempotentSender implements TaskSender {

    /** How long to wait before the repository is asked again for a reference that another call is sending. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final TaskSender sender;
    private final TaskRepository repository;
    private final Duration timeout;
    private final EngineTimer timer;

    /**
     * @param sender sends the requests without a known task
     * @param timeout how long to wait for another call at most
     */
    IdempotentSender(TaskSender sender, TaskRepository repository, Duration timeout, EngineTimer timer) {
        this.sender = sender;
        this.repository = repository;
        this.timeout = timeout;
        this.timer = timer;
    }

    @Override
    public CompletionStage<List<Task>> send(List<TaskRequest> requests) {
        if (requests.stream().allMatch(request -> request.idempotencyPeriod() == null)) {
            return sender.send(requests);
        }
        Sending sending = new Sending(requests);
        sending.begin();
        return sending.result;
    }

    /** The requests of one call. */
    private final class Sending {

        private final List<TaskRequest> requests;
        private final RequestOutcomes outcomes;
        private final CompletableFuture<List<Task>> result = new CompletableFuture<>();
        private final long deadline = timer.nanoTime() + timeout.toNanos();

        private Sending(List<TaskRequest> requests) {
            this.requests = requests;
            this.outcomes = new RequestOutcomes(requests.size());
        }

        private void begin() {
            try {
                timer.workers().execute(this::lookUp);
            } catch (RejectedExecutionException e) {
                fail(notSent("the component is stopping", e));
            }
        }

        /** Asks the repository for the references, and sends the requests of those that it does not know. */
        private void lookUp() {
            try {
                Map<ReferenceKey, SentReference> known = repository.findReferences(keysWithoutTask());
                List<Integer> toSend = new ArrayList<>();
                Set<ReferenceKey> sending = new HashSet<>();
                for (int place : outcomes.withoutTask()) {
                    ReferenceKey key = ReferenceKey.of(requests.get(place));
                    SentReference sent = key == null ? null : known.get(key);
                    if (sent == null) {
                        // Of several requests of one reference the first is sent.
                        if (key == null || sending.add(key)) {
                            toSend.add(place);
                        }
                    } else if (sent.state() == SentReference.State.CREATED) {
                        outcomes.created(place, knownTask(sent, requests.get(place)));
                    } else if (sent.state() == SentReference.State.UNCERTAIN) {
                        outcomes.uncertain(place);
                    }
                }
                goOn(toSend);
            } catch (RuntimeException | Error e) {
                fail(notSent("the task repository could not be asked for the references: " + e.getMessage(), e));
            }
        }

        private List<ReferenceKey> keysWithoutTask() {
            return outcomes.withoutTask().stream()
                    .map(place -> ReferenceKey.of(requests.get(place)))
                    .filter(Objects::nonNull)
                    .distinct()
                    .toList();
        }

        private void goOn(List<Integer> toSend) {
            List<TaskRequest> unknown =
                    outcomes.uncertain().stream().map(requests::get).toList();
            if (!unknown.isEmpty()) {
                fail(new LinkupSubmissionUncertainException(
                        unknown,
                        new IllegalStateException("an earlier call with the same reference never came to an end")));
            } else if (!toSend.isEmpty()) {
                CompletableFuture.completedFuture(
                                toSend.stream().map(requests::get).toList())
                        .thenCompose(sender::send)
                        .whenComplete((sent, failure) -> sent(toSend, sent, failure));
            } else if (outcomes.withoutTask().isEmpty()) {
                result.complete(outcomes.tasks());
            } else {
                waitForOthers();
            }
        }

        private void sent(List<Integer> places, List<Task> sent, Throwable failure) {
            Throwable cause = outcomes.sent(places, sent, failure);
            if (cause == null && outcomes.withoutTask().isEmpty()) {
                result.complete(outcomes.tasks());
            } else if (cause == null || cause.getCause() instanceof ReferenceInUseException) {
                // Another call has sent the others.
                begin();
            } else {
                fail(cause);
            }
        }

        private void waitForOthers() {
            if (timer.nanoTime() - deadline >= 0) {
                fail(notSent("another call with the same reference is in flight", null));
                return;
            }
            try {
                timer.schedule(this::begin, BETWEEN_LOOKS);
            } catch (RejectedExecutionException e) {
                fail(notSent("the component is stopping", e));
            }
        }

        private void fail(Throwable cause) {
            result.completeExceptionally(outcomes.failure(cause));
        }
    }

    private static LinkupUnknownException notSent(String why, Throwable cause) {
        return new LinkupUnknownException("Nothing was sent: " + why, ErrorAnswer.NONE, true, true, cause);
    }

    /** A task that was created before, as its creation was answered. What became of it since is not asked. */
    private static Task knownTask(SentReference sent, TaskRequest request) {
        try {
            ObjectNode task = MAPPER.createObjectNode()
                    .put("id", sent.taskId())
                    .put("type", request.input().taskType().apiValue())
                    .put("status", TaskStatus.PENDING.apiValue());
            if (sent.createdAt() != null) {
                task.put("createdAt", sent.createdAt().toString());
                task.put("updatedAt", sent.createdAt().toString());
            }
            task.set("input", MAPPER.readTree(RequestWriter.write(request.input())));
            return TaskReader.task(MAPPER.writeValueAsBytes(task));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.github.camellinkup.engine.submit;

import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.EngineTimer;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.outbox.PartialCallException;
import io.github.camellinkup.engine.outbox.Stages;
import io.github.camellinkup.engine.outbox.TaskSender;
import io.github.camellinkup.engine.repository.ReferenceInUseException;
import io.github.camellinkup.engine.repository.ReferenceKey;
import io.github.camellinkup.engine.repository.SentReference;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;

/**
 * Sends a request only if no task is known for its reference, where the reference is an idempotency key; else answers with
 * the task that there is. Where the reference is in flight in another call, waits for the end of that. No thread waits.
 * Thread-safe; the repository is called on the workers.
 */
final class IdempotentSender implements TaskSender {

    /** How often it is looked what became of a reference that another call is sending. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final TaskSender sender;
    private final TaskRepository repository;
    private final Duration timeout;
    private final EngineTimer timer;
    private final Executor workers;
    private final LongSupplier nanoTime;

    /**
     * @param sender sends what is to be sent
     * @param timeout how long to wait for another call at the most
     * @param nanoTime a clock that only goes forward, in nanoseconds
     */
    IdempotentSender(
            TaskSender sender,
            TaskRepository repository,
            Duration timeout,
            EngineTimer timer,
            Executor workers,
            LongSupplier nanoTime) {
        this.sender = sender;
        this.repository = repository;
        this.timeout = timeout;
        this.timer = timer;
        this.workers = workers;
        this.nanoTime = nanoTime;
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
        private final Task[] tasks;
        private final BitSet unrecorded = new BitSet();
        private final BitSet uncertain = new BitSet();
        private final CompletableFuture<List<Task>> result = new CompletableFuture<>();
        private final long deadline = nanoTime.getAsLong() + timeout.toNanos();

        private Sending(List<TaskRequest> requests) {
            this.requests = requests;
            this.tasks = new Task[requests.size()];
        }

        private void begin() {
            try {
                workers.execute(this::lookUp);
            } catch (RejectedExecutionException e) {
                fail(notSent("the component is stopping", e));
            }
        }

        /** Finds out what is known of the references, and sends the others. */
        private void lookUp() {
            try {
                Map<ReferenceKey, SentReference> known = repository.findReferences(keysWithoutTask());
                List<Integer> toSend = new ArrayList<>();
                List<ReferenceKey> sending = new ArrayList<>();
                for (int place = 0; place < tasks.length; place++) {
                    ReferenceKey key = ReferenceKey.of(requests.get(place));
                    SentReference sent = key == null ? null : known.get(key);
                    if (tasks[place] != null) {
                        continue;
                    }
                    if (sent == null) {
                        // Of several requests of one reference the first is sent.
                        if (key == null || !sending.contains(key)) {
                            toSend.add(place);
                            sending.add(key);
                        }
                    } else if (sent.state() == SentReference.State.CREATED) {
                        tasks[place] = KnownTask.of(sent, requests.get(place));
                    } else if (sent.state() == SentReference.State.UNCERTAIN) {
                        uncertain.set(place);
                    }
                }
                goOn(toSend);
            } catch (RuntimeException | Error e) {
                fail(notSent("the task repository could not be asked for the references: " + e.getMessage(), e));
            }
        }

        private List<ReferenceKey> keysWithoutTask() {
            Map<ReferenceKey, Boolean> keys = new LinkedHashMap<>();
            for (int place = 0; place < tasks.length; place++) {
                ReferenceKey key = ReferenceKey.of(requests.get(place));
                if (tasks[place] == null && key != null) {
                    keys.put(key, true);
                }
            }
            return List.copyOf(keys.keySet());
        }

        private void goOn(List<Integer> toSend) {
            if (!uncertain.isEmpty()) {
                List<TaskRequest> unknown =
                        uncertain.stream().mapToObj(requests::get).toList();
                fail(new LinkupSubmissionUncertainException(
                        unknown,
                        new IllegalStateException("an earlier call with the same reference never came to an end")));
            } else if (!toSend.isEmpty()) {
                Stages.of(() -> sender.send(toSend.stream().map(requests::get).toList()))
                        .whenComplete((sent, failure) -> sent(toSend, sent, failure));
            } else if (Arrays.stream(tasks).allMatch(Objects::nonNull)) {
                result.complete(List.of(tasks));
            } else {
                waitForOthers();
            }
        }

        private void sent(List<Integer> places, List<Task> sent, Throwable failure) {
            if (failure == null) {
                for (int i = 0; i < places.size(); i++) {
                    tasks[places.get(i)] = sent.get(i);
                }
                if (Arrays.stream(tasks).allMatch(Objects::nonNull)) {
                    result.complete(List.of(tasks));
                } else {
                    begin();
                }
                return;
            }
            Throwable cause = Failures.cause(failure);
            if (places.size() == tasks.length && !isInUse(cause)) {
                result.completeExceptionally(cause);
                return;
            }
            cause = PartialCallException.byPlace(cause);
            if (cause instanceof PartialCallException partial) {
                for (int i = 0; i < places.size(); i++) {
                    tasks[places.get(i)] = partial.created(i);
                    unrecorded.set(places.get(i), partial.isUnrecorded(i));
                    uncertain.set(places.get(i), partial.isUncertain(i));
                }
                cause = partial.getCause();
            } else if (!Failures.isCertainlyNotCreated(cause)) {
                places.forEach(uncertain::set);
            }
            if (isInUse(cause)) {
                // Another call was faster: its task is the one.
                begin();
            } else {
                fail(cause);
            }
        }

        private void waitForOthers() {
            if (nanoTime.getAsLong() - deadline >= 0) {
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
            boolean alike = Arrays.stream(tasks).allMatch(Objects::isNull)
                    && (uncertain.isEmpty() || uncertain.cardinality() == tasks.length);
            result.completeExceptionally(alike ? cause : new PartialCallException(tasks, unrecorded, uncertain, cause));
        }
    }

    private static boolean isInUse(Throwable failure) {
        return failure.getCause() instanceof ReferenceInUseException
                || failure instanceof PartialCallException partial && isInUse(partial.getCause());
    }

    private static LinkupUnknownException notSent(String why, Throwable cause) {
        return new LinkupUnknownException("Nothing was sent: " + why, ErrorAnswer.NONE, true, true, cause);
    }
}

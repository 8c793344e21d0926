package io.github.camellinkup.engine.submit;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.exception.LinkupPartialBatchException;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far a batch has come. If the batch is sent once more with it, nothing is created twice. For a source that can be read
 * only once hand in the same object; for one that is read from its beginning, {@link #forNewReading}. Used by one
 * submission at a time.
 */
public final class BatchProgress {

    /** A request of the batch at its position, from 0. */
    record Placed(long position, TaskRequest request) {}

    /**
     * A request that was sent when the batch was read before. Holds nothing of that reading: of many redeliveries each
     * would else keep all requests of all others.
     *
     * @param kept its task as it is kept for the answer, or null
     */
    private record Sent(Object kept, boolean isUncertain, Task unrecorded) {}

    private final BatchAnswer answer;
    private final boolean listsRest;
    private final Map<ByteBuffer, Deque<Sent>> sentEarlier;

    /** A {@link Task} or an id at the position of its request; null where there is none. */
    private final List<Object> kept = new ArrayList<>();

    private final SortedMap<Long, TaskRequest> notCreated = new TreeMap<>();
    private final SortedMap<Long, TaskRequest> uncertain = new TreeMap<>();
    private final SortedMap<Long, Task> unrecorded = new TreeMap<>();

    /** The fingerprint of each request that was read. */
    private final ByteArrayOutputStream fingerprints = new ByteArrayOutputStream();

    private long read;
    private long created;
    private boolean atEnd;
    private Throwable sourceFailure;
    private Throwable lastFailure;

    /**
     * @param answer what to keep of the created tasks
     * @param listsRest whether the source is in memory, so that after a failure everything that is left of it is listed
     *     among what was not created
     */
    public BatchProgress(BatchAnswer answer, boolean listsRest) {
        this(answer, listsRest, Map.of(), null);
    }

    private BatchProgress(
            BatchAnswer answer, boolean listsRest, Map<ByteBuffer, Deque<Sent>> sentEarlier, Throwable lastFailure) {
        this.answer = answer;
        this.listsRest = listsRest;
        this.sentEarlier = sentEarlier;
        this.lastFailure = lastFailure;
    }

    /**
     * For the same requests read anew: those that were created already get the task that they have.
     *
     * @param newListsRest as for {@link #BatchProgress}
     */
    public BatchProgress forNewReading(boolean newListsRest) {
        return new BatchProgress(answer, newListsRest, sent(), lastFailure);
    }

    /** Whether the source itself has failed, so that what it would have brought cannot be had from it any more. */
    public boolean hasSourceFailed() {
        return sourceFailure != null;
    }

    /**
     * Takes the next request of the source.
     *
     * @return the request if it is to be sent; null if it was sent before
     */
    Placed read(TaskRequest request) {
        byte[] fingerprint = RequestFingerprint.of(request);
        long position = read++;
        fingerprints.writeBytes(fingerprint);
        // Equal requests are as many as they are: each task is given to one of them.
        Deque<Sent> equal = sentEarlier.getOrDefault(ByteBuffer.wrap(fingerprint), new ArrayDeque<>());
        Sent before = equal.poll();
        if (before == null) {
            return new Placed(position, request);
        }
        if (before.isUncertain()) {
            uncertain.put(position, request);
            return null;
        }
        keep(position, before.kept());
        if (before.unrecorded() != null) {
            unrecorded.put(position, before.unrecorded());
        }
        return null;
    }

    /** Also what was sent when the batch was read before that, and this reading has not come to. */
    private Map<ByteBuffer, Deque<Sent>> sent() {
        Map<ByteBuffer, Deque<Sent>> sent = new HashMap<>();
        sentEarlier.forEach((fingerprint, left) -> sent.put(fingerprint, new ArrayDeque<>(left)));
        byte[] all = fingerprints.toByteArray();
        for (int i = 0; i < read; i++) {
            long position = i;
            if (!notCreated.containsKey(position)) {
                byte[] fingerprint =
                        Arrays.copyOfRange(all, i * RequestFingerprint.LENGTH, (i + 1) * RequestFingerprint.LENGTH);
                sent.computeIfAbsent(ByteBuffer.wrap(fingerprint), key -> new ArrayDeque<>(1))
                        .add(new Sent(
                                i < kept.size() ? kept.get(i) : null,
                                uncertain.containsKey(position),
                                unrecorded.get(position)));
            }
        }
        return sent;
    }

    /** Takes out what was read and not created, to be sent now. */
    Deque<Placed> takeNotCreated() {
        Deque<Placed> again = new ArrayDeque<>();
        notCreated.forEach((position, request) -> again.add(new Placed(position, request)));
        notCreated.clear();
        return again;
    }

    void created(Placed request, Task task) {
        keep(
                request.position(),
                switch (answer) {
                    case TASKS -> task;
                    case IDS -> task.id();
                    case NONE -> null;
                });
    }

    private void keep(long position, Object task) {
        created++;
        if (task != null) {
            while (kept.size() <= position) {
                kept.add(null);
            }
            kept.set((int) position, task);
        }
    }

    private List<Task> tasks() {
        return kept.stream()
                .filter(Task.class::isInstance)
                .map(Task.class::cast)
                .toList();
    }

    private List<String> ids() {
        return kept.stream()
                .filter(Objects::nonNull)
                .map(each -> each instanceof Task task ? task.id() : (String) each)
                .toList();
    }

    void unrecorded(Placed request, Task task) {
        created(request, task);
        unrecorded.put(request.position(), task);
    }

    void notCreated(Placed request) {
        notCreated.put(request.position(), request.request());
    }

    void uncertain(Placed request) {
        uncertain.put(request.position(), request.request());
    }

    boolean listsRest() {
        return listsRest;
    }

    void atEnd() {
        atEnd = true;
    }

    boolean isAtEnd() {
        return atEnd;
    }

    void sourceFailed(Throwable failure) {
        sourceFailure = failure;
    }

    Throwable sourceFailure() {
        return sourceFailure;
    }

    /** Everything that the source had is created and recorded. */
    boolean isComplete() {
        return notCreated.isEmpty() && uncertain.isEmpty() && unrecorded.isEmpty();
    }

    SentBatch sentBatch() {
        return new SentBatch(tasks(), ids(), created);
    }

    /** What the batch fails with: the reason itself if nothing can have been created. */
    Throwable failure(Throwable reason) {
        lastFailure = reason == null ? lastFailure : reason;
        if (created == 0 && uncertain.isEmpty()) {
            return lastFailure;
        }
        return new LinkupPartialBatchException(
                tasks(),
                ids(),
                created,
                new ArrayList<>(unrecorded.values()),
                new ArrayList<>(notCreated.values()),
                new ArrayList<>(uncertain.values()),
                lastFailure);
    }
}

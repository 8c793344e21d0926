package io.github.camellinkup.engine.submit;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.exception.LinkupPartialBatchException;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far a batch has come. If the batch is sent once more with it, nothing is created twice. For a source that can be read
 * only once hand in the same object; for one that is read from its beginning, {@link #forNewReading}. Used by one submission at a time.
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
    private final CreatedTasks created;
    private final Map<RequestFingerprint, Deque<Sent>> sentEarlier;
    private final SortedMap<Long, TaskRequest> notCreated = new TreeMap<>();
    private final SortedMap<Long, TaskRequest> uncertain = new TreeMap<>();
    private final SortedMap<Long, Task> unrecorded = new TreeMap<>();

    /** Two numbers for the fingerprint of each request that was read. */
    private long[] fingerprints = new long[64];

    private long read;
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
            BatchAnswer answer,
            boolean listsRest,
            Map<RequestFingerprint, Deque<Sent>> sentEarlier,
            Throwable lastFailure) {
        this.answer = answer;
        this.listsRest = listsRest;
        this.created = new CreatedTasks(answer);
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
        long position = read++;
        RequestFingerprint fingerprint = RequestFingerprint.of(request);
        remember(position, fingerprint);
        Sent before = takeSentEarlier(fingerprint);
        if (before == null) {
            return new Placed(position, request);
        }
        if (before.isUncertain()) {
            uncertain.put(position, request);
            return null;
        }
        created.addKept(position, before.kept());
        if (before.unrecorded() != null) {
            unrecorded.put(position, before.unrecorded());
        }
        return null;
    }

    private void remember(long position, RequestFingerprint fingerprint) {
        int index = Math.toIntExact(2 * position);
        if (index == fingerprints.length) {
            fingerprints = Arrays.copyOf(fingerprints, 2 * fingerprints.length);
        }
        fingerprints[index] = fingerprint.high();
        fingerprints[index + 1] = fingerprint.low();
    }

    /** Equal requests are as many as they are: each task is given to one of them. */
    private Sent takeSentEarlier(RequestFingerprint fingerprint) {
        Deque<Sent> equal = sentEarlier.get(fingerprint);
        return equal == null ? null : equal.poll();
    }

    /** Also what was sent when the batch was read before that, and this reading has not come to. */
    private Map<RequestFingerprint, Deque<Sent>> sent() {
        Map<RequestFingerprint, Deque<Sent>> sent = new HashMap<>();
        sentEarlier.forEach((fingerprint, left) -> sent.put(fingerprint, new ArrayDeque<>(left)));
        for (long position = 0; position < read; position++) {
            if (!notCreated.containsKey(position)) {
                int index = (int) (2 * position);
                RequestFingerprint fingerprint = new RequestFingerprint(fingerprints[index], fingerprints[index + 1]);
                sent.computeIfAbsent(fingerprint, key -> new ArrayDeque<>(1)).add(sent(position));
            }
        }
        return sent;
    }

    private Sent sent(long position) {
        return new Sent(created.kept(position), uncertain.containsKey(position), unrecorded.get(position));
    }

    /** Takes out what was read and not created, to be sent now. */
    Deque<Placed> takeNotCreated() {
        Deque<Placed> again = new ArrayDeque<>();
        notCreated.forEach((position, request) -> again.add(new Placed(position, request)));
        notCreated.clear();
        return again;
    }

    void created(Placed request, Task task) {
        created.add(request.position(), task);
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
        return new SentBatch(created.tasks(), created.ids(), created.count());
    }

    /** What the batch fails with: the reason itself if nothing can have been created. */
    Throwable failure(Throwable reason) {
        lastFailure = reason == null ? lastFailure : reason;
        if (created.count() == 0 && uncertain.isEmpty()) {
            return lastFailure;
        }
        return new LinkupPartialBatchException(
                created.tasks(),
                created.ids(),
                created.count(),
                new ArrayList<>(unrecorded.values()),
                new ArrayList<>(notCreated.values()),
                new ArrayList<>(uncertain.values()),
                lastFailure);
    }
}

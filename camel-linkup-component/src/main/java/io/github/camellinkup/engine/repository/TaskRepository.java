package io.github.camellinkup.engine.repository;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Remembers the create calls that are in flight and the tasks whose results have not been taken yet. Several nodes can
 * share a repository: then any of them can take the results. A repository belongs to one Linkup organisation.
 *
 * <p>Implementations are thread-safe. Each method is one transaction, also when the process is killed. Methods may block.
 * They throw {@link TaskRepositoryException} if they cannot store or read. Times are cut to the millisecond.
 *
 * <p>A task is <em>pending</em> from its creation until it is taken, is given up, or is being sent again. After that it
 * is still <em>known</em> for at least ten minutes after it was created and taken or given up. It stays known longer, as
 * long as there is an open entry that was opened before these ten minutes were over: the reconciler of the entry must not
 * take the task for one that the entry created. A task that a recorded entry replaces is known as well, also one that
 * was not sent from here.
 *
 * <p>Entries and tasks that are given up are kept for good if an operator can look into the repository, and are forgotten
 * otherwise.
 */
public interface TaskRepository {

    /**
     * Whether other processes may use it at the same time. If so, an engine looks about once a minute for calls that one
     * of them has left open. Does not block. The default is true.
     */
    default boolean isShared() {
        return true;
    }

    /**
     * Makes sure that tasks can be recorded, before any is sent and paid for. Called when a route that sends or receives
     * tasks starts, so it can be called many times. Does nothing by default.
     *
     * @throws TaskRepositoryException if tasks cannot be recorded; then the route does not start
     */
    default void prepare() {}

    /**
     * Rejects a request that could not be kept as it is. {@link #open} rejects it too. A micro-batcher calls this for each
     * request before it puts them together into a call, so that one request does not fail the others. Does not block.
     *
     * @throws io.github.camellinkup.client.exception.LinkupInvalidRequestException if the reference, or a header to keep,
     *     is not of a kind that this repository can keep; it names the header
     */
    default void check(TaskRequest request) {}

    /**
     * Records a create call that is about to be sent. Tasks that its requests replace (see
     * {@link TaskRequest#resubmission()}) are not pending from now on. References that are idempotency keys (see
     * {@link TaskRequest#idempotencyPeriod()}) are claimed until the entry is discarded. If their tasks are created, they
     * stay claimed for the period after the tasks were taken. If a task was created and cannot be recorded, its reference
     * is uncertain for the period.
     *
     * @throws ReferenceInUseException if such a reference is claimed already, or stands twice in the entry; then nothing
     *     is recorded
     * @throws io.github.camellinkup.client.exception.LinkupInvalidRequestException if {@link #check} rejects a request;
     *     then nothing is recorded
     */
    void open(OutboxEntry entry);

    /**
     * The answer has come: forgets the entry, whatever its version and node, and adds the created tasks. A task that is
     * known already stays as it is. Tasks that are replaced by the created ones count as taken.
     */
    void created(String entryId, Collection<PendingTask> tasks);

    /**
     * It is certain that the call created nothing: forgets the entry. Tasks that it would have replaced are pending again.
     *
     * @param entry the entry; only its id and version count
     * @return false if it has another version, is given up or gone: then nothing is changed, and another node may have
     *     sent it
     */
    boolean discard(OutboxEntry entry);

    /**
     * The entries that are not given up, the oldest first. An entry that cannot be read is left out and not changed, so
     * that the others can be reconciled.
     */
    List<OutboxEntry> openEntries();

    /**
     * Gives a node the lease of an entry, to reconcile it. Of several nodes that try at the same time one succeeds. Then
     * the entry is as {@link OutboxEntry#claimedBy} returns it.
     *
     * @param entry the entry as it was read; its id, version and lease count
     * @param until the end of the lease
     * @return false if the entry has another version or another lease, is given up or gone
     */
    boolean claim(OutboxEntry entry, String node, Instant until);

    /** Extends the lease of every open entry of a node. The entries keep their versions. */
    void renew(String node, Instant until);

    /**
     * Records what the call of an uncertain entry has created: adds the tasks, and keeps the entry for the requests that
     * are sent next, as {@link OutboxEntry#reopened} returns it. Without such requests the entry is forgotten. As in
     * {@link #created}, a known task stays as it is, and replaced tasks count as taken.
     *
     * @param entry the entry; only its id and version count
     * @param found the tasks that had been created
     * @param rest the requests of the entry that were not created and are sent next
     * @param openedAt when they are sent
     * @return false if the entry has another version, is given up or gone: then nothing is changed, and nothing may be
     *     sent
     */
    boolean reconcile(OutboxEntry entry, Collection<PendingTask> found, List<TaskRequest> rest, Instant openedAt);

    /**
     * Closes an entry without a result: it is unknown what its call has created, or Linkup refuses its requests and no
     * sender waits for them. Tasks that it would have replaced are pending again, and {@link #mayBeReplaced} from then on.
     * A repository that an operator can look into keeps the entry.
     *
     * @param entry the entry; only its id and version count
     * @param notCreated whether its requests were certainly not created: then their references can be sent again
     * @return false if the entry has another version, is given up or gone: then nothing is changed
     */
    boolean giveUpEntry(OutboxEntry entry, boolean notCreated);

    /**
     * Whether the request of a task was sent again with an unknown outcome. It must not be sent once more, because it
     * could be paid twice.
     *
     * @return whether an entry is recorded that replaces the task, open or given up
     */
    boolean mayBeReplaced(String taskId);

    /**
     * The state of those of the references that are claimed as idempotency keys. Only requests that were sent with an
     * idempotency period count.
     *
     * @param keys the keys to look for
     */
    Map<ReferenceKey, SentReference> findReferences(Collection<ReferenceKey> keys);

    /** The pending tasks among those of the given ids, by id. */
    Map<String, PendingTask> findAll(Collection<String> taskIds);

    /** The pending task of this id, if there is one. */
    default Optional<PendingTask> find(String taskId) {
        return Optional.ofNullable(findAll(Set.of(taskId)).get(taskId));
    }

    /** The ids among the given ones that are known, pending or not. */
    Set<String> known(Collection<String> taskIds);

    /**
     * The tasks that are outstanding for consumers: pending tasks that no exchange awaits. Counts all of them, so it may
     * read every row. It is for operators.
     *
     * @param types the types that count; empty means all
     * @param now the present time; tasks awaited until later do not count
     */
    default Outstanding outstanding(Set<String> types, Instant now) {
        return outstanding(types, now, Integer.MAX_VALUE);
    }

    /**
     * As {@link #outstanding(Set, Instant)}, but counts only some tasks of each type. Consumers call it at each poll, so
     * its cost must not grow with the number of tasks. The types, the oldest and the newest time are those of all tasks.
     *
     * @param most no more than this are counted of each type, at least 1
     */
    Outstanding outstanding(Set<String> types, Instant now, int most);

    /**
     * The oldest of the tasks that {@link #outstanding(Set, Instant)} counts, the oldest first. Tasks whose time of
     * creation is not known come before all others.
     *
     * @param limit the most that are given
     */
    List<PendingTask> oldest(Set<String> types, Instant now, int limit);

    /** The exchange with the result of a task has completed: the task is not pending any more. Unknown ids are ignored. */
    void taken(String taskId);

    /**
     * An exchange with the result of a task has failed. The task stays pending.
     *
     * @param reason the failure, for an operator
     * @return how many exchanges have failed by now, 0 if the task is not pending
     */
    int deliveryFailed(String taskId, String reason);

    /**
     * The result of a task is not delivered any more: the task is not pending. An operator can look at it.
     *
     * @param reason why, for an operator
     */
    void giveUp(String taskId, String reason);

    /**
     * An exchange awaits the result of a task until a time: consumers do not get it before. Does nothing if the task is
     * not pending.
     *
     * @param until null if no exchange awaits it any more
     */
    void setAwaited(String taskId, Instant until);

    /** No exchange awaits the result of a task any more: consumers get it. Does nothing if it is not pending. */
    default void release(String taskId) {
        setAwaited(taskId, null);
    }
}

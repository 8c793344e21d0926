package io.github.camellinkup.engine.repository;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Remembers the create calls that are under way and the tasks whose results have not been taken yet. This is what
 * several nodes share, so that any of them can take the results, and what makes a restart remember. A repository
 * belongs to one Linkup organisation.
 *
 * <p>Implementations are thread-safe. Each method is one step: it happens whole or not at all, also when the process is
 * killed. Methods may block; they are called on threads that may. A failure to store or to read is a
 * {@link TaskRepositoryException}. Times are kept to the millisecond; what is finer is cut off.
 *
 * <p>A task is <em>pending</em> from its creation until it is taken, is given up, or is being sent again. After that it
 * is still <em>known</em>, for at least ten minutes after it was created and taken or given up,
 * and as long as there is an open entry that was opened before that time was over: whoever settles the entry must not
 * take the task for one that the entry created. A task that a recorded entry replaces is known as well, also one that
 * was not sent from here.
 *
 * <p>What is given up, entries and tasks, is kept for good by a repository that an operator can look into, and by no
 * other.
 */
public interface TaskRepository {

    /**
     * Whether other processes may use it at the same time. Then an engine looks about once a minute, as long as it runs,
     * for calls that one of them has left open. Does not block. If not said otherwise, it is.
     */
    default boolean isShared() {
        return true;
    }

    /**
     * Refuses a request that could not be kept as it is. {@link #open} refuses it too; this is for whoever accepts single
     * requests and puts them together into calls, so that one does not spoil the others. Does not block.
     *
     * @throws io.github.camellinkup.client.exception.LinkupInvalidRequestException if the reference, or a header to keep,
     *     is not of a kind that this repository can keep; it names the header
     */
    default void check(TaskRequest request) {}

    /**
     * Records what is about to be sent. Tasks that its requests replace (see {@link TaskRequest#resubmission()}) are not
     * pending from now on. References that are idempotency keys (see {@link TaskRequest#idempotencyPeriod()}) are claimed:
     * until the entry is discarded, and if its tasks are created until the period after they were taken is over. A task
     * that was created and cannot be recorded leaves its reference uncertain for the period.
     *
     * @throws ReferenceInUseException if such a reference is claimed already, or stands twice in the entry; then nothing
     *     is recorded
     * @throws io.github.camellinkup.client.exception.LinkupInvalidRequestException if a request is one that
     *     {@link #check} refuses; then nothing is recorded
     */
    void open(OutboxEntry entry);

    /**
     * The answer has come: forgets the entry, whatever its version and whichever node answers for it, and adds the created
     * tasks. A task that is known already stays as it is; tasks that are replaced by the created ones count as taken.
     */
    void created(String entryId, Collection<PendingTask> tasks);

    /**
     * It is certain that nothing was created: forgets the entry, and tasks that it would have replaced are pending again.
     *
     * @param entry the entry; only its id and version count
     * @return false if it has another version, is given up or gone: then nothing is changed, and another node may have
     *     sent it
     */
    boolean discard(OutboxEntry entry);

    /**
     * The entries that are not given up, the oldest first. One that cannot be read is left out and not changed: it does not
     * keep the others from being reconciled.
     */
    List<OutboxEntry> openEntries();

    /**
     * Makes a node the one that answers for an entry and reconciles it. Of several nodes that try at the same time one
     * succeeds; then the entry is as {@link OutboxEntry#claimedBy} says.
     *
     * @param entry the entry as it was read; its id, version and lease count
     * @param until until when the node answers for it
     * @return false if the entry has another version or another lease, is given up or gone
     */
    boolean claim(OutboxEntry entry, String node, Instant until);

    /** Extends the lease of every open entry that a node answers for. The entries keep their versions. */
    void renew(String node, Instant until);

    /**
     * What was found out of an uncertain entry: adds the tasks that were found, and keeps the entry for the requests that
     * are sent next, as {@link OutboxEntry#reopened} says. With nothing left to send the entry is forgotten. As in
     * {@link #created}, a known task stays as it is, and replaced tasks count as taken.
     *
     * @param entry the entry; only its id and version count
     * @param found the tasks that had been created
     * @param rest the requests of the entry that were not created and are sent next
     * @param openedAt when that is
     * @return false if the entry has another version, is given up or gone: then nothing is changed, and nothing may be
     *     sent
     */
    boolean reconcile(OutboxEntry entry, Collection<PendingTask> found, List<TaskRequest> rest, Instant openedAt);

    /**
     * The entry is not open any more: it could not be found out what its call has created, or Linkup refuses its requests
     * and no sender waits for them. Tasks that it would have replaced are pending again, and {@link #mayBeReplaced} from
     * then on. A repository that an operator can look into keeps the entry.
     *
     * @param entry the entry; only its id and version count
     * @param notCreated whether its requests were certainly not created: then their references can be sent again
     * @return false if the entry has another version, is given up or gone: then nothing is changed
     */
    boolean giveUpEntry(OutboxEntry entry, boolean notCreated);

    /**
     * Whether the request of a task was sent again and nobody knows what became of that: it must not be sent once more,
     * because it could be paid twice.
     *
     * @return whether an entry is recorded that replaces the task, open or given up
     */
    boolean mayBeReplaced(String taskId);

    /**
     * What became of references that are idempotency keys, as far as they are claimed. Only requests that were sent with
     * an idempotency period count.
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
     * What is outstanding for a consumer: pending tasks that no exchange awaits. Counts all of them, so it may read every
     * row. It is for operators.
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
     * The oldest of the tasks that {@link #outstanding(Set, Instant)} counts, the oldest first; tasks whose time of creation is not
     * known come before all others.
     *
     * @param limit the most that are given
     */
    List<PendingTask> oldest(Set<String> types, Instant now, int limit);

    /** The result of a task has reached its end: it is not pending any more. Does nothing if it is not known. */
    void taken(String taskId);

    /**
     * An exchange with the result of a task has failed. The task stays pending.
     *
     * @param reason what it failed with, for an operator
     * @return how many have failed by now, 0 if the task is not pending
     */
    int deliveryFailed(String taskId, String reason);

    /**
     * The result of a task is not delivered any more: the task is not pending, and stays to be looked at.
     *
     * @param reason why, for an operator
     */
    void giveUp(String taskId, String reason);

    /**
     * An exchange awaits the result of a task itself, until then: it is not for a consumer meanwhile. Does nothing if the
     * task is not pending.
     */
    void setAwaited(String taskId, Instant until);

    /** No exchange awaits the result of a task any more: it is for a consumer. Does nothing if it is not pending. */
    void release(String taskId);
}

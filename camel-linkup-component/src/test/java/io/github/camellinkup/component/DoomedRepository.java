package io.github.camellinkup.component;

import io.github.camellinkup.engine.repository.ForwardingTaskRepository;
import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A repository that kills its process, as hard as {@code kill -9}, when it has been asked for something often enough. */
final class DoomedRepository extends ForwardingTaskRepository {

    /** When the process dies. */
    enum Moment {
        /** Never. */
        NEVER,
        /** While a create call is under way, before or after Linkup acted on it. */
        DURING_CREATE,
        /** The answer to a create call is there, and not recorded. */
        BEFORE_RECORD,
        /** A create call is recorded, and its sender does not know it yet. */
        AFTER_RECORD,
        /** A result is there, and has not reached the sink. */
        BEFORE_SINK,
        /** The route of a result has ended, and that is not recorded. */
        BEFORE_TAKEN,
        /** That the route of a result has ended is recorded. */
        AFTER_TAKEN
    }

    private final EmissionJournal journal;
    private final String process;
    private final Moment moment;
    private final AtomicInteger left;
    private final long delayNanos;

    /**
     * @param journal where it is noted that a result is recorded
     * @param process what this process is called there
     * @param count at the how manieth time the process dies
     */
    DoomedRepository(TaskRepository repository, EmissionJournal journal, String process, Moment moment, int count) {
        super(repository);
        this.journal = journal;
        this.process = process;
        this.moment = moment;
        this.left = new AtomicInteger(count);
        this.delayNanos = Duration.ofMillis(5L * count).toNanos();
    }

    /** The process dies if this is its moment. */
    void reached(Moment reached) {
        if (reached == moment && left.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(137);
        }
    }

    @Override
    public void open(OutboxEntry entry) {
        super.open(entry);
        if (moment == Moment.DURING_CREATE && left.decrementAndGet() == 0) {
            new Thread(() -> {
                        LockSupport.parkNanos(delayNanos);
                        Runtime.getRuntime().halt(137);
                    })
                    .start();
        }
    }

    @Override
    public void created(String entryId, Collection<PendingTask> tasks) {
        reached(Moment.BEFORE_RECORD);
        super.created(entryId, tasks);
        reached(Moment.AFTER_RECORD);
    }

    @Override
    public void taken(String taskId) {
        reached(Moment.BEFORE_TAKEN);
        super.taken(taskId);
        journal.recorded(process, taskId);
        reached(Moment.AFTER_TAKEN);
    }
}

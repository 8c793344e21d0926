package io.github.camellinkup.engine.repository;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers tasks in four tables of a database: a restart finds them again, and several nodes can share them. For H2,
 * PostgreSQL, MySQL 8 and MariaDB; other databases may do if their tables are created by hand.
 *
 * <p>Every method takes one connection of the data source, runs one transaction on it, and gives it back as it was. The
 * data source must not take part in the transactions of routes: what was sent has to stay remembered when a route rolls
 * back. The database's usual isolation, <em>read committed</em> or stricter, will do. Times are stored in UTC.
 *
 * <p>References are texts. Headers are texts, booleans, numbers, dates and times, UUIDs, byte arrays, and lists and maps
 * of those; a request with another kind of header is refused before it is sent. Lists and maps come back unmodifiable.
 */
public final class JdbcTaskRepository implements TaskRepository {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcTaskRepository.class);

    /** How often a node looks for taken tasks that can be deleted. */
    private static final Duration BETWEEN_CLEANINGS = Duration.ofMinutes(1);

    private final JdbcTransactions transactions;
    private final JdbcSchema schema;
    private final JdbcTasks tasks;
    private final JdbcOutbox outbox;
    private final JdbcReferences references;
    private final Clock clock;
    private final AtomicReference<Instant> nextCleaning = new AtomicReference<>(Instant.MIN);
    private volatile boolean schemaIsThere;

    /** Tables whose names begin with {@code linkup_}, created at the first use if they are missing. */
    public JdbcTaskRepository(DataSource dataSource) {
        this(dataSource, TablePrefix.STANDARD, true);
    }

    /**
     * @param dataSource gives the connections; best a pool
     * @param tablePrefix what the names of the tables begin with: 1 to 30 letters, digits and underscores. With a prefix
     *     for each, several organisations or applications can use one database
     * @param createSchema whether to create tables and indexes at the first use if they are missing; if not, they are
     *     created beforehand by the script {@code schema-*.sql} that lies beside this class
     * @throws IllegalArgumentException if the prefix is not such a text
     */
    public JdbcTaskRepository(DataSource dataSource, String tablePrefix, boolean createSchema) {
        this(dataSource, tablePrefix, createSchema, Clock.systemUTC());
    }

    /** @param clock tells when rows were written, and when taken tasks may be deleted */
    public JdbcTaskRepository(DataSource dataSource, String tablePrefix, boolean createSchema, Clock clock) {
        TablePrefix prefix = new TablePrefix(tablePrefix);
        this.transactions = new JdbcTransactions(Objects.requireNonNull(dataSource, "dataSource"));
        this.schema = new JdbcSchema(transactions, prefix);
        this.tasks = new JdbcTasks(prefix);
        this.outbox = new JdbcOutbox(prefix);
        this.references = new JdbcReferences(prefix);
        this.clock = Objects.requireNonNull(clock, "clock");
        this.schemaIsThere = !createSchema;
    }

    @Override
    public void check(TaskRequest request) {
        StorableText.check("reference", request.reference());
        StoredHeaders.write(request.headers());
    }

    @Override
    public void open(OutboxEntry entry) {
        entry.requests().forEach(this::check);
        run("record what is about to be sent", connection -> {
            references.claim(connection, entry, clock.instant());
            outbox.insert(connection, entry);
            tasks.move(connection, entry.replacedTasks(), TaskState.PENDING, TaskState.REPLACED, clock.instant());
            return null;
        });
    }

    @Override
    public void created(String entryId, Collection<PendingTask> created) {
        run("record created tasks", connection -> {
            outbox.delete(connection, entryId);
            references.created(connection, entryId, created, true, clock.instant());
            tasks.add(connection, created, clock.instant());
            return null;
        });
        forgetTaken();
    }

    @Override
    public boolean discard(OutboxEntry entry) {
        return run("forget what was not sent", connection -> {
            List<String> replaced = outbox.replacedBy(connection, entry.id());
            boolean discarded = outbox.close(connection, entry);
            if (discarded) {
                references.discard(connection, entry.id());
                tasks.move(connection, replaced, TaskState.REPLACED, TaskState.PENDING, clock.instant());
            }
            return discarded;
        });
    }

    @Override
    public List<OutboxEntry> openEntries() {
        return run("read what is being sent", outbox::open);
    }

    @Override
    public boolean claim(OutboxEntry entry, String node, Instant until) {
        return run("claim a call", connection -> outbox.claim(connection, entry, node, until));
    }

    @Override
    public void renew(String node, Instant until) {
        run("extend the leases of calls", connection -> {
            outbox.renew(connection, node, until);
            return null;
        });
    }

    @Override
    public boolean reconcile(
            OutboxEntry entry, Collection<PendingTask> found, List<TaskRequest> rest, Instant openedAt) {
        return run("record what became of a call", connection -> {
            boolean reconciled =
                    rest.isEmpty() ? outbox.close(connection, entry) : outbox.reopen(connection, entry, rest, openedAt);
            if (reconciled) {
                references.created(connection, entry.id(), found, rest.isEmpty(), clock.instant());
                tasks.add(connection, found, clock.instant());
            }
            return reconciled;
        });
    }

    @Override
    public boolean giveUpEntry(OutboxEntry entry, boolean notCreated) {
        return run("give up a call", connection -> {
            boolean givenUp = outbox.giveUp(connection, entry);
            if (givenUp && notCreated) {
                references.discard(connection, entry.id());
            } else if (givenUp) {
                references.giveUp(connection, entry.id(), clock.instant());
            }
            if (givenUp) {
                List<String> replaced = outbox.replacedBy(connection, entry.id());
                tasks.move(connection, replaced, TaskState.REPLACED, TaskState.PENDING, clock.instant());
            }
            return givenUp;
        });
    }

    @Override
    public boolean mayBeReplaced(String taskId) {
        return run("look whether a task may be replaced", connection -> !outbox.replaced(connection, Set.of(taskId))
                .isEmpty());
    }

    @Override
    public Map<ReferenceKey, SentReference> findReferences(Collection<ReferenceKey> keys) {
        return keys.isEmpty()
                ? Map.of()
                : run("look up references", connection -> references.find(connection, keys, clock.instant()));
    }

    @Override
    public Map<String, PendingTask> findAll(Collection<String> taskIds) {
        return taskIds.isEmpty() ? Map.of() : run("look up tasks", connection -> tasks.pending(connection, taskIds));
    }

    @Override
    public Set<String> known(Collection<String> taskIds) {
        if (taskIds.isEmpty()) {
            return Set.of();
        }
        return run("look up known tasks", connection -> {
            // In this order: what leaves the entries meanwhile is then among the tasks.
            Set<String> known = new HashSet<>(outbox.replaced(connection, taskIds));
            known.addAll(tasks.known(connection, taskIds));
            return known;
        });
    }

    @Override
    public Outstanding outstanding(Set<String> types, Instant now, int most) {
        return run("count outstanding tasks", connection -> tasks.outstanding(connection, types, now, most));
    }

    @Override
    public List<PendingTask> oldest(Set<String> types, Instant now, int limit) {
        return run("read outstanding tasks", connection -> tasks.oldest(connection, types, now, limit));
    }

    @Override
    public void taken(String taskId) {
        run("record that a task is taken", connection -> {
            tasks.move(connection, List.of(taskId), TaskState.PENDING, TaskState.TAKEN, clock.instant());
            return null;
        });
        forgetTaken();
    }

    @Override
    public int deliveryFailed(String taskId, String reason) {
        return run(
                "record a failed delivery",
                connection -> tasks.deliveryFailed(connection, taskId, reason, clock.instant()));
    }

    @Override
    public void giveUp(String taskId, String reason) {
        run("give up a task", connection -> {
            tasks.giveUp(connection, taskId, reason, clock.instant());
            return null;
        });
    }

    @Override
    public void setAwaited(String taskId, Instant until) {
        run("record that a task is awaited", connection -> {
            tasks.setAwaited(connection, taskId, until, clock.instant());
            return null;
        });
    }

    @Override
    public void release(String taskId) {
        run("release an awaited task", connection -> {
            tasks.setAwaited(connection, taskId, null, clock.instant());
            return null;
        });
    }

    private <T> T run(String what, JdbcTransactions.Step<T> step) {
        createSchemaIfMissing();
        return transactions.run(what, step);
    }

    private void createSchemaIfMissing() {
        if (!schemaIsThere) {
            synchronized (schema) {
                if (!schemaIsThere) {
                    schema.createIfMissing();
                    schemaIsThere = true;
                }
            }
        }
    }

    /** A step of its own after another one: if it fails, that one has happened all the same. */
    private void forgetTaken() {
        Instant now = clock.instant();
        Instant next = nextCleaning.get();
        if (now.isBefore(next) || !nextCleaning.compareAndSet(next, now.plus(BETWEEN_CLEANINGS))) {
            return;
        }
        try {
            transactions.run("delete taken tasks", this::forgetTaken);
        } catch (TaskRepositoryException e) {
            LOG.warn("Taken tasks stay in the database for now: {}", e.getMessage());
        }
    }

    private Void forgetTaken(Connection connection) throws SQLException {
        Instant before = RememberedTime.forgetTakenBefore(clock.instant(), outbox.oldestOpen(connection));
        references.keepTaken(connection, before);
        tasks.forgetTaken(connection, before);
        references.forget(connection, clock.instant());
        return null;
    }
}

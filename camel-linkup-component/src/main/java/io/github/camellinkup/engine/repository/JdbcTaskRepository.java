package io.github.camellinkup.engine.repository;

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
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers tasks in four tables of a database: they survive a restart, and several nodes can share them. For H2,
 * PostgreSQL, MySQL 8 and MariaDB; other databases may work if their tables are created by hand.
 *
 * <p>Every method takes one connection of the data source, runs one transaction on it, and gives it back as it was. The
 * data source must not take part in the transactions of routes: tasks that were sent must stay in the repository when a
 * route rolls back. The isolation has to be <em>read committed</em> or stricter. Times are stored in UTC.
 *
 * <p>References are texts. Headers are texts, booleans, numbers, dates and times, UUIDs, byte arrays, and lists and maps
 * of those; a request with another kind of header is rejected before it is sent. Lists and maps come back unmodifiable.
 */
public final class JdbcTaskRepository implements TaskRepository {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcTaskRepository.class);

    /** The beginning of the names of the tables in all SQL of this package. */
    static final String STANDARD_PREFIX = "linkup_";

    private static final String ARGUMENTS =
            ". The constructor arguments are dataSource, tablePrefix (linkup_ by default) and createSchema (true by default)";

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,29}");

    /** How often a node deletes taken tasks. */
    private static final Duration BETWEEN_CLEANINGS = Duration.ofMinutes(1);

    private interface Change {
        void run(JdbcSession session) throws SQLException;
    }

    private final JdbcTransactions transactions;
    private final JdbcSchema schema;
    private final JdbcTasks tasks = new JdbcTasks();
    private final JdbcOutbox outbox = new JdbcOutbox();
    private final JdbcReferences references = new JdbcReferences();
    private final Clock clock;
    private final AtomicReference<Instant> nextCleaning = new AtomicReference<>(Instant.MIN);

    /** Tables whose names begin with {@code linkup_}, created at the first use if they are missing. */
    public JdbcTaskRepository(DataSource dataSource) {
        this(dataSource, STANDARD_PREFIX);
    }

    /** Tables whose names begin with the prefix, created at the first use if they are missing. */
    public JdbcTaskRepository(DataSource dataSource, String tablePrefix) {
        this(dataSource, tablePrefix, true);
    }

    /**
     * @param dataSource gives the connections; should be a pool
     * @param tablePrefix what the names of the tables begin with: 1 to 30 letters, digits and underscores. With a prefix
     *     for each, several organisations or applications can use one database
     * @param createSchema whether to create tables and indexes at the first use if they are missing; if not, they are
     *     created beforehand by the script {@code schema-*.sql} beside this class
     * @throws IllegalArgumentException if there is no data source, or the prefix is not such a text
     */
    public JdbcTaskRepository(DataSource dataSource, String tablePrefix, boolean createSchema) {
        this(dataSource, tablePrefix, createSchema, Clock.systemUTC());
    }

    /** @param clock tells when rows were written, and when taken tasks may be deleted */
    public JdbcTaskRepository(DataSource dataSource, String tablePrefix, boolean createSchema, Clock clock) {
        if (dataSource == null) {
            throw new IllegalArgumentException(
                    "dataSource must be a javax.sql.DataSource, such as #bean:database, but it is missing" + ARGUMENTS);
        }
        // It becomes part of SQL.
        if (tablePrefix == null || !IDENTIFIER.matcher(tablePrefix).matches()) {
            throw new IllegalArgumentException(
                    "tablePrefix must be 1 to 30 letters, digits and underscores and begin with a letter, but it is '"
                            + tablePrefix + "'" + ARGUMENTS);
        }
        this.transactions = new JdbcTransactions(dataSource, tablePrefix);
        this.schema = new JdbcSchema(transactions, tablePrefix, createSchema);
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /** Creates the tables if they are missing, and checks that they can be read and changed. */
    @Override
    public void prepare() {
        schema.prepare();
    }

    @Override
    public void check(TaskRequest request) {
        StorableText.check("reference", request.reference());
        StoredHeaders.write(request.headers());
    }

    @Override
    public void open(OutboxEntry entry) {
        entry.requests().forEach(this::check);
        perform("record what is about to be sent", session -> {
            references.claim(session, entry, clock.instant());
            outbox.insert(session, entry);
            tasks.move(session, entry.replacedTasks(), TaskState.PENDING, TaskState.REPLACED, clock.instant());
        });
    }

    @Override
    public void created(String entryId, Collection<PendingTask> created) {
        perform("record created tasks", session -> {
            outbox.delete(session, entryId);
            references.created(session, entryId, created, true, clock.instant());
            tasks.add(session, created, clock.instant());
        });
        forgetTaken();
    }

    @Override
    public boolean discard(OutboxEntry entry) {
        return run("forget what was not sent", session -> {
            List<String> replaced = outbox.replacedBy(session, entry.id());
            boolean discarded = outbox.close(session, entry);
            if (discarded) {
                references.discard(session, entry.id());
                tasks.move(session, replaced, TaskState.REPLACED, TaskState.PENDING, clock.instant());
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
        return run("claim a call", session -> outbox.claim(session, entry, node, until));
    }

    @Override
    public void renew(String node, Instant until) {
        perform("extend the leases of calls", session -> {
            outbox.renew(session, node, until);
        });
    }

    @Override
    public boolean reconcile(
            OutboxEntry entry, Collection<PendingTask> found, List<TaskRequest> rest, Instant openedAt) {
        return run("record what became of a call", session -> {
            boolean reconciled =
                    rest.isEmpty() ? outbox.close(session, entry) : outbox.reopen(session, entry, rest, openedAt);
            if (reconciled) {
                references.created(session, entry.id(), found, rest.isEmpty(), clock.instant());
                tasks.add(session, found, clock.instant());
            }
            return reconciled;
        });
    }

    @Override
    public boolean giveUpEntry(OutboxEntry entry, boolean notCreated) {
        return run("give up a call", session -> {
            boolean givenUp = outbox.giveUp(session, entry);
            if (givenUp && notCreated) {
                references.discard(session, entry.id());
            } else if (givenUp) {
                references.giveUp(session, entry.id(), clock.instant());
            }
            if (givenUp) {
                List<String> replaced = outbox.replacedBy(session, entry.id());
                tasks.move(session, replaced, TaskState.REPLACED, TaskState.PENDING, clock.instant());
            }
            return givenUp;
        });
    }

    @Override
    public boolean mayBeReplaced(String taskId) {
        return run("look whether a task may be replaced", session -> !outbox.replaced(session, Set.of(taskId))
                .isEmpty());
    }

    @Override
    public Map<ReferenceKey, SentReference> findReferences(Collection<ReferenceKey> keys) {
        return keys.isEmpty()
                ? Map.of()
                : run("look up references", session -> references.find(session, keys, clock.instant()));
    }

    @Override
    public Map<String, PendingTask> findAll(Collection<String> taskIds) {
        return taskIds.isEmpty() ? Map.of() : read("look up tasks", session -> tasks.pending(session, taskIds));
    }

    @Override
    public Set<String> known(Collection<String> taskIds) {
        if (taskIds.isEmpty()) {
            return Set.of();
        }
        return run("look up known tasks", session -> {
            // The entries first: a task that leaves them meanwhile is then found among the tasks.
            Set<String> known = new HashSet<>(outbox.replaced(session, taskIds));
            known.addAll(tasks.known(session, taskIds));
            return known;
        });
    }

    @Override
    public Outstanding outstanding(Set<String> types, Instant now, int most) {
        return run("count outstanding tasks", session -> tasks.outstanding(session, types, now, most));
    }

    @Override
    public List<PendingTask> oldest(Set<String> types, Instant now, int limit) {
        return run("read outstanding tasks", session -> tasks.oldest(session, types, now, limit));
    }

    @Override
    public void taken(String taskId) {
        perform("record that a task is taken", session -> {
            tasks.move(session, List.of(taskId), TaskState.PENDING, TaskState.TAKEN, clock.instant());
        });
        forgetTaken();
    }

    @Override
    public int deliveryFailed(String taskId, String reason) {
        return run(
                "record a failed delivery", session -> tasks.deliveryFailed(session, taskId, reason, clock.instant()));
    }

    @Override
    public void giveUp(String taskId, String reason) {
        perform("give up a task", session -> {
            tasks.giveUp(session, taskId, reason, clock.instant());
        });
    }

    @Override
    public void setAwaited(String taskId, Instant until) {
        perform("record that a task is awaited", session -> {
            tasks.setAwaited(session, taskId, until, clock.instant());
        });
    }

    private void perform(String what, Change change) {
        run(what, session -> {
            change.run(session);
            return null;
        });
    }

    private <T> T run(String what, JdbcTransactions.Step<T> step) {
        schema.prepare();
        return transactions.run(what, step);
    }

    /** For a user that may only read: does not check the tables, unless they are missing. */
    private <T> T read(String what, JdbcTransactions.Step<T> step) {
        try {
            return transactions.run(what, step);
        } catch (TaskRepositoryException e) {
            if (!JdbcFailures.isMissingTable(e)) {
                throw e;
            }
            return run(what, step);
        }
    }

    /** A transaction of its own: if it fails, the method that called it has succeeded all the same. */
    private void forgetTaken() {
        Instant now = clock.instant();
        Instant next = nextCleaning.get();
        if (now.isBefore(next) || !nextCleaning.compareAndSet(next, now.plus(BETWEEN_CLEANINGS))) {
            return;
        }
        try {
            perform("delete taken tasks", this::forgetTaken);
        } catch (TaskRepositoryException e) {
            LOG.warn("Taken tasks stay in the database for now: {}", e.getMessage());
        }
    }

    private void forgetTaken(JdbcSession session) throws SQLException {
        Instant before = StoredTime.forgetTakenBefore(clock.instant(), outbox.oldestOpen(session));
        references.keepTaken(session, before);
        tasks.forgetTaken(session, before);
        references.forget(session, clock.instant());
    }
}

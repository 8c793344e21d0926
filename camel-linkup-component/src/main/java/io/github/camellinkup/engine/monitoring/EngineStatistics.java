package io.github.camellinkup.engine.monitoring;

import io.github.camellinkup.client.ApiOperation;
import io.github.camellinkup.client.CallListener;
import io.github.camellinkup.client.exception.LinkupException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what happens to tasks and to the calls for them, from the start of the engine on. Thread-safe. */
public final class EngineStatistics implements TaskListener, CallListener {

    private static final Logger LOG = LoggerFactory.getLogger(EngineStatistics.class);

    /** So many tasks that have expired are told apart; they may be reported again as long as their exchanges fail. */
    private static final int EXPIRED_TASKS = 100_000;

    private static final int TOO_MANY_REQUESTS = 429;

    /** The service has few types of tasks. */
    private record TypedEvent(TaskEventType type, String taskType) {}

    private final Clock clock;
    private final List<TaskListener> listeners;
    private final Map<TaskEventType, LongAdder> events = new EnumMap<>(TaskEventType.class);
    private final LongAdder createCalls = new LongAdder();
    private final LongAdder listReads = new LongAdder();
    private final LongAdder singleReads = new LongAdder();
    private final LongAdder refusedCalls = new LongAdder();
    private final Set<String> expired = Collections.newSetFromMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> longestAgo) {
            return size() > EXPIRED_TASKS;
        }
    });
    private final Map<TaskEventType, TaskEvent> last = new ConcurrentHashMap<>();
    private final Map<TypedEvent, Instant> lastTimes = new ConcurrentHashMap<>();
    private volatile Duration lastLag = Duration.ZERO;

    /** @param clock the present time, for {@link #lastTime} */
    public EngineStatistics(Clock clock) {
        this(clock, List.of());
    }

    /** @param listeners are told each event too; of a task that has expired once, however often it is reported */
    public EngineStatistics(Clock clock, List<TaskListener> listeners) {
        this.clock = clock;
        this.listeners = List.copyOf(listeners);
        for (TaskEventType type : TaskEventType.values()) {
            events.put(type, new LongAdder());
        }
    }

    @Override
    public void happened(TaskEvent event) {
        if (event.type() == TaskEventType.EXPIRED && !isNewlyExpired(event.taskId())) {
            return;
        }
        events.get(event.type()).increment();
        last.put(event.type(), event);
        lastTimes.put(new TypedEvent(event.type(), event.taskType()), clock.instant());
        if (event.lag() != null) {
            lastLag = event.lag();
        }
        for (TaskListener listener : listeners) {
            try {
                listener.happened(event);
            } catch (RuntimeException e) {
                // Who watches a task must not stop it.
                LOG.warn("A listener of Linkup tasks has failed", e);
            }
        }
    }

    private boolean isNewlyExpired(String taskId) {
        synchronized (expired) {
            return expired.add(taskId);
        }
    }

    @Override
    public void sending(ApiOperation operation, Duration waited) {
        LongAdder calls = callsOf(operation);
        if (calls != null) {
            calls.increment();
        }
    }

    @Override
    public void tried(ApiOperation operation, LinkupException failure) {
        if (failure != null && failure.getStatusCode() == TOO_MANY_REQUESTS && callsOf(operation) != null) {
            refusedCalls.increment();
        }
    }

    /** Null for calls that have nothing to do with tasks. */
    private LongAdder callsOf(ApiOperation operation) {
        return switch (operation) {
            case CREATE_TASKS, CREATE_RESEARCH -> createCalls;
            case LIST_TASKS, LIST_RESEARCH -> listReads;
            case GET_TASK, GET_RESEARCH -> singleReads;
            case SEARCH, FETCH, GET_CREDIT_BALANCE -> null;
        };
    }

    /** How often this has happened. */
    public long get(TaskEventType type) {
        return events.get(type).sum();
    }

    /** The last event of this type; null if there was none. */
    public TaskEvent last(TaskEventType type) {
        return last.get(type);
    }

    /** When one of these has last happened to a task of one of these types; null if none ever has. */
    public Instant lastTime(Set<TaskEventType> types, Set<String> taskTypes) {
        return types.stream()
                .flatMap(type -> taskTypes.stream().map(taskType -> lastTimes.get(new TypedEvent(type, taskType))))
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /** Calls that create tasks, tries included. */
    public long createCalls() {
        return createCalls.sum();
    }

    /** Reads of a page of tasks, tries included. */
    public long listReads() {
        return listReads.sum();
    }

    /** Reads of a single task, tries included. */
    public long singleReads() {
        return singleReads.sum();
    }

    /** Calls of these kinds that Linkup answered with 429. */
    public long refusedCalls() {
        return refusedCalls.sum();
    }

    /** How long after its end the task that was last given to an exchange had to wait. */
    public Duration lastLag() {
        return lastLag;
    }
}

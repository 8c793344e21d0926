package io.github.camellinkup.engine.results;

import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupResponseTooLargeException;
import io.github.camellinkup.client.exception.LinkupTaskNotFoundException;
import io.github.camellinkup.client.exception.LinkupTimeoutException;
import io.github.camellinkup.client.model.RawJson;
import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.SortDirection;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskIdentity;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.model.TaskStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A list of tasks whose time a test moves: tasks finish, and expire, when their time has come. */
final class SimulatedList implements TaskSource {

    static final Instant START = Instant.parse("2026-05-18T12:00:00Z");

    private static final RawJson JSON = RawJson.wrap("{}".getBytes(StandardCharsets.UTF_8));

    /** A task with the times of its life. */
    record Entry(String id, String type, Instant created, Instant finished, Instant expires) {

        private boolean isFinished(Instant now) {
            return !finished.isAfter(now);
        }

        private boolean isThere(Instant now) {
            return !created.isAfter(now) && (expires == null || expires.isAfter(now));
        }

        private Instant updated(Instant now) {
            return isFinished(now) ? finished : created;
        }

        private Task task(Instant now) {
            boolean done = isFinished(now);
            return new Task(
                    id,
                    type,
                    done ? TaskStatus.COMPLETED : TaskStatus.PROCESSING,
                    created,
                    updated(now),
                    JSON,
                    done ? JSON : null,
                    null,
                    JSON);
        }
    }

    /** A larger page cannot be had. */
    private static final long MOST_BYTES = 32L << 20;

    /** What a page says of itself. */
    private record Said(int pageSize, long total) {}

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Set<String> oversized = new HashSet<>();
    private final Set<String> breaking = new HashSet<>();
    private boolean down;
    private Duration passed = Duration.ZERO;
    private int pages;
    private int singles;
    private int largestPage = 100;
    private long bytesOfEach = 500;
    private int smallestAsked = Integer.MAX_VALUE;
    private Said saidNext;
    private Runnable beforeRead = () -> {};

    @Override
    public Instant now() {
        return START.plus(passed);
    }

    long nanoTime() {
        return passed.toNanos();
    }

    void advance(Duration time) {
        passed = passed.plus(time);
    }

    void add(String id, String type, Duration created, Duration finished) {
        entries.put(id, new Entry(id, type, START.plus(created), START.plus(finished), null));
    }

    void expire(String id) {
        Entry old = entries.get(id);
        entries.put(id, new Entry(id, old.type(), old.created(), old.finished(), now()));
    }

    /** The result of this task is larger than is taken. */
    void oversize(String id) {
        oversized.add(id);
    }

    /** A page with this task breaks off. */
    void breakOffAt(String id) {
        breaking.add(id);
    }

    /** Every read breaks off. */
    void down(boolean isDown) {
        down = isDown;
    }

    /** No page holds more tasks than this, whatever is asked for. */
    void largestPage(int tasks) {
        largestPage = tasks;
    }

    /** How large the result of each task is. */
    void resultsOf(long bytes) {
        bytesOfEach = bytes;
    }

    /** What the next page says of itself is wrong. */
    void sayNext(int pageSize, long total) {
        saidNext = new Said(pageSize, total);
    }

    /** Runs before each read is answered. */
    void beforeRead(Runnable work) {
        beforeRead = work;
    }

    /** The smallest page that was asked for. */
    int smallestAsked() {
        return smallestAsked;
    }

    Entry entry(String id) {
        return entries.get(id);
    }

    int pages() {
        return pages;
    }

    int singles() {
        return singles;
    }

    int reads() {
        return pages + singles;
    }

    @Override
    public CompletionStage<TaskPage> page(TaskQuery query) {
        beforeRead.run();
        pages++;
        smallestAsked = Math.min(smallestAsked, query.pageSize());
        Instant now = now();
        Comparator<Entry> order = query.sortBy() == SortBy.CREATED_AT
                ? Comparator.comparing(Entry::created)
                : Comparator.comparing(entry -> entry.updated(now));
        List<Entry> list = new ArrayList<>(entries.values().stream()
                .filter(entry -> entry.isThere(now))
                .filter(entry -> query.statuses().isEmpty() || entry.isFinished(now))
                .filter(entry -> query.types().isEmpty() || query.types().contains(entry.type()))
                .sorted((query.sortDirection() == SortDirection.ASC ? order : order.reversed())
                        .thenComparing(Entry::id))
                .toList());
        int size = Math.min(query.pageSize(), largestPage);
        int from = Math.min(list.size(), (query.page() - 1) * size);
        int to = Math.min(list.size(), from + size);
        List<Entry> entriesOfPage = list.subList(from, to);
        long bytes = bytesOfEach * entriesOfPage.size();
        if (bytes > MOST_BYTES || entriesOfPage.stream().anyMatch(entry -> oversized.contains(entry.id()))) {
            return CompletableFuture.failedFuture(tooLarge(entriesOfPage.get(0)));
        }
        if (down || entriesOfPage.stream().anyMatch(entry -> breaking.contains(entry.id()))) {
            return CompletableFuture.failedFuture(new LinkupTimeoutException("too slow", false, null));
        }
        List<Task> tasks = entriesOfPage.stream().map(entry -> entry.task(now)).toList();
        Said said = saidNext == null ? new Said(size, list.size()) : saidNext;
        saidNext = null;
        return CompletableFuture.completedFuture(new TaskPage(
                query.page(),
                said.pageSize(),
                said.total(),
                (list.size() + size - 1) / size,
                tasks,
                null,
                RawJson.wrap(new byte[(int) bytes])));
    }

    private static LinkupResponseTooLargeException tooLarge(Entry first) {
        return new LinkupResponseTooLargeException(
                "too large", new TaskIdentity(first.id(), first.created(), first.finished()));
    }

    @Override
    public CompletionStage<Task> task(String taskId) {
        beforeRead.run();
        singles++;
        Entry entry = entries.get(taskId);
        if (down) {
            return CompletableFuture.failedFuture(new LinkupTimeoutException("too slow", false, null));
        }
        if (oversized.contains(taskId)) {
            return CompletableFuture.failedFuture(new LinkupResponseTooLargeException("too large"));
        }
        return entry != null && entry.isThere(now())
                ? CompletableFuture.completedFuture(entry.task(now()))
                : CompletableFuture.failedFuture(new LinkupTaskNotFoundException("gone", ErrorAnswer.NONE));
    }

    @Override
    public boolean filters() {
        return true;
    }
}

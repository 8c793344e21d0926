package io.github.camellinkup.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupResponseTooLargeException;
import io.github.camellinkup.client.exception.LinkupTaskNotFoundException;
import io.github.camellinkup.client.exception.LinkupTimeoutException;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.RawJson;
import io.github.camellinkup.client.model.RequestWriter;
import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.SortDirection;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskIdentity;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.outbox.TaskCreator;
import io.github.camellinkup.engine.outbox.TaskLists;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.results.TaskSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Linkup in memory, in a time that a test moves: tasks are created, finish and expire; lists move; reads fail. A test
 * answers the calls that create tasks.
 */
public final class SimulatedLinkup implements TaskSource, TaskCreator, TaskLists {

    public static final Instant START = Instant.parse("2026-05-18T12:00:00Z");

    private static final RawJson JSON = RawJson.wrap("{}".getBytes(StandardCharsets.UTF_8));

    /** A larger page cannot be had. */
    private static final long MOST_BYTES = 32L << 20;

    /**
     * A task with the times of its life.
     *
     * @param finished null if it never does
     * @param expires null if it never does
     */
    public record Entry(int number, Task created, Instant finished, Instant expires) {

        public String id() {
            return created.id();
        }

        public String type() {
            return created.type();
        }

        public Instant createdAt() {
            return created.createdAt();
        }

        private boolean isFinished(Instant now) {
            return finished != null && !finished.isAfter(now);
        }

        private boolean isThere(Instant now) {
            boolean isCreated = finished == null || !createdAt().isAfter(now);
            return isCreated && (expires == null || expires.isAfter(now));
        }

        private Instant updatedAt(Instant now) {
            return isFinished(now) ? finished : created.updatedAt();
        }

        private Task task(Instant now) {
            if (!isFinished(now)) {
                return created;
            }
            return new Task(
                    id(), type(), TaskStatus.COMPLETED, createdAt(), finished, created.input(), JSON, null, JSON);
        }
    }

    /** A call that creates tasks, to be answered by the test. */
    public final class Call {

        public final boolean research;
        public final List<TaskRequest> requests;
        public final CompletableFuture<List<Task>> answer = new CompletableFuture<>();

        private Call(boolean research, List<TaskRequest> requests) {
            this.research = research;
            this.requests = requests;
        }

        public void succeed() {
            answer.complete(land(requests));
        }

        /** The call is cut after the first of its requests have become tasks. */
        public void cutAfter(int created) {
            land(requests.subList(0, created));
            cut();
        }

        public void cut() {
            answer.completeExceptionally(uncertain());
        }

        public void refuse() {
            answer.completeExceptionally(new LinkupUnknownException("refused", ErrorAnswer.NONE, true, true, null));
        }
    }

    /** The calls that create tasks. */
    public final List<Call> calls = new ArrayList<>();

    /** When pages were read. */
    public final List<Instant> reads = new ArrayList<>();

    /** Whether each was a page of the list of research. */
    public final List<Boolean> listsRead = new ArrayList<>();

    /** What every read fails with, or null. */
    public RuntimeException listFailure;

    /** Happens once, when a page is read. */
    public Runnable meanwhile = () -> {};

    private final Supplier<Instant> now;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, TaskIdentity> oversized = new HashMap<>();
    private final Set<String> breaking = new HashSet<>();
    private Duration passed = Duration.ZERO;
    private int numbers;
    private int singles;
    private final Map<String, Duration> late = new HashMap<>();
    private int largestPage = 100;
    private long bytesOfEach = 500;
    private int smallestAsked = Integer.MAX_VALUE;
    private Runnable beforeRead = () -> {};
    private Runnable beforeCount = () -> {};
    private UnaryOperator<TaskPage> telling = UnaryOperator.identity();

    /** Its time begins at {@link #START}, and {@link #advance} moves it. */
    public SimulatedLinkup() {
        this.now = () -> START.plus(passed);
    }

    /** @param now the time, which moves elsewhere */
    public SimulatedLinkup(Supplier<Instant> now) {
        this.now = now;
    }

    @Override
    public Instant now() {
        return now.get();
    }

    public long nanoTime() {
        return passed.toNanos();
    }

    public void advance(Duration time) {
        passed = passed.plus(time);
    }

    public static LinkupUnknownException uncertain() {
        return new LinkupUnknownException("cut", ErrorAnswer.NONE, true, false, null);
    }

    /** Adds a task; its times are counted from {@link #START}. */
    public void add(String id, String type, Duration created, Duration finished) {
        add(new Entry(numbers++, pending(id, type, START.plus(created), JSON), START.plus(finished), null));
    }

    /** Adds a task as it is; it never finishes. */
    public void add(Task task) {
        add(new Entry(numbers++, task, null, null));
    }

    private void add(Entry entry) {
        entries.put(entry.id(), entry);
    }

    /** Creates tasks, as if a call had come through. */
    public List<Task> land(List<TaskRequest> requests) {
        List<Task> created = requests.stream().map(this::created).toList();
        created.forEach(this::add);
        return created;
    }

    private Task created(TaskRequest request) {
        return task("task-" + (entries.size() + 1) + "-" + System.identityHashCode(request), request.input(), now());
    }

    /** A task whose input is what Linkup makes of a request. */
    public static Task task(String id, LinkupRequest request, Instant createdAt) {
        ObjectNode input =
                (ObjectNode) RawJson.wrap(RequestWriter.write(request)).toTree();
        for (String field : List.of("includeImages", "includeSources")) {
            if (!input.has(field)) {
                input.put(field, false);
            }
        }
        for (String field : List.of("fromDate", "toDate")) {
            if (!input.has(field)) {
                input.putNull(field);
            } else if (input.get(field).asText().indexOf('T') < 0) {
                input.put(field, input.get(field).asText() + "T00:00:00.000Z");
            }
        }
        if (input.has("structuredOutputSchema")) {
            String schema = input.get("structuredOutputSchema").asText();
            input.set(
                    "structuredOutputSchema",
                    RawJson.wrap(schema.getBytes(StandardCharsets.UTF_8)).toTree());
        }
        return pending(id, request.taskType().apiValue(), createdAt, RawJson.of(input));
    }

    private static Task pending(String id, String type, Instant createdAt, RawJson input) {
        return new Task(id, type, TaskStatus.PENDING, createdAt, createdAt, input, null, null, JSON);
    }

    public void remove(String id) {
        entries.remove(id);
    }

    /** The task expires now. */
    public void expire(String id) {
        Entry old = entries.get(id);
        add(new Entry(old.number(), old.created(), old.finished(), now()));
    }

    public Entry entry(String id) {
        return entries.get(id);
    }

    public Collection<Entry> entries() {
        return entries.values();
    }

    /** All tasks that were added, in that order. */
    public List<Task> tasks() {
        return entries.values().stream().map(entry -> entry.task(now())).toList();
    }

    /** The task is larger than is taken; its id and times stand in its beginning. */
    public void oversize(String id) {
        oversize(id, identity(entries.get(id).task(now())));
    }

    /** @param known what can be read of the task */
    public void oversize(String id, TaskIdentity known) {
        oversized.put(id, known);
    }

    /** Lists show so long after its end that the task has finished. */
    public void listLate(String id, Duration delay) {
        late.put(id, delay);
    }

    /** A page with this task breaks off. */
    public void breakOffAt(String id) {
        breaking.add(id);
    }

    /** Every read breaks off. */
    public void down(boolean isDown) {
        listFailure = isDown ? tooSlow() : null;
    }

    /** No page holds more tasks than this, whatever is asked for. */
    public void largestPage(int tasks) {
        largestPage = tasks;
    }

    /** How large the result of each task is. */
    public void resultsOf(long bytes) {
        bytesOfEach = bytes;
    }

    /** What pages say of themselves, instead of what is so. */
    public void tells(UnaryOperator<TaskPage> instead) {
        telling = instead;
    }

    /** Runs before each read is answered. */
    public void beforeRead(Runnable work) {
        beforeRead = work;
    }

    /** Runs after the tasks of a page are chosen and before the total is counted. */
    public void beforeCount(Runnable work) {
        beforeCount = work;
    }

    /** The smallest page that was asked for. */
    public int smallestAsked() {
        return smallestAsked;
    }

    public int pages() {
        return reads.size();
    }

    public int singles() {
        return singles;
    }

    public int reads() {
        return pages() + singles;
    }

    @Override
    public CompletionStage<List<Task>> create(boolean research, List<TaskRequest> requests) {
        Call call = new Call(research, requests);
        calls.add(call);
        return call.answer;
    }

    @Override
    public CompletionStage<TaskPage> page(TaskQuery query) {
        return page(false, query);
    }

    @Override
    public CompletionStage<TaskPage> page(boolean research, TaskQuery query) {
        beforeRead.run();
        reads.add(now());
        listsRead.add(research);
        smallestAsked = Math.min(smallestAsked, query.pageSize());
        Runnable happens = meanwhile;
        meanwhile = () -> {};
        happens.run();
        if (listFailure != null) {
            return CompletableFuture.failedFuture(listFailure);
        }
        Set<String> types = research ? Set.of("research") : query.types();
        int size = Math.min(query.pageSize(), largestPage);
        List<Task> tasks = slice(listed(types, query), query.page(), size);
        RuntimeException failure = failure(tasks);
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        beforeCount.run();
        int total = listed(types, query).size();
        byte[] json = new byte[(int) (bytesOfEach * tasks.size())];
        return CompletableFuture.completedFuture(telling.apply(
                new TaskPage(query.page(), size, total, (total + size - 1) / size, tasks, null, RawJson.wrap(json))));
    }

    private List<Task> listed(Set<String> types, TaskQuery query) {
        Instant time = now();
        Comparator<Entry> byTime = query.sortBy() == SortBy.UPDATED_AT
                ? Comparator.comparing(entry -> entry.updatedAt(time))
                : Comparator.comparing(Entry::createdAt);
        Comparator<Entry> order = byTime.thenComparingInt(Entry::number);
        return entries.values().stream()
                .filter(entry -> entry.isThere(time))
                .map(this::asListed)
                .filter(entry -> types.isEmpty() || types.contains(entry.type()))
                .filter(entry -> query.statuses().isEmpty()
                        || query.statuses().contains(entry.task(time).status()))
                .sorted(query.sortDirection() == SortDirection.ASC ? order : order.reversed())
                .map(entry -> entry.task(time))
                .toList();
    }

    private Entry asListed(Entry entry) {
        Duration delay = late.get(entry.id());
        boolean isHidden = delay != null && entry.finished().plus(delay).isAfter(now());
        return isHidden ? new Entry(entry.number(), entry.created(), null, entry.expires()) : entry;
    }

    private static List<Task> slice(List<Task> listed, int page, int size) {
        int from = Math.min(listed.size(), (page - 1) * size);
        return listed.subList(from, Math.min(listed.size(), from + size));
    }

    /** A page of such a list, the size of whose pages is not limited. */
    public static CompletionStage<TaskPage> pageOf(
            List<Task> listed, Map<String, TaskIdentity> oversized, TaskQuery query) {
        int size = query.pageSize();
        List<Task> tasks = slice(listed, query.page(), size);
        if (tasks.stream().anyMatch(task -> oversized.containsKey(task.id()))) {
            return CompletableFuture.failedFuture(tooLarge(tasks.get(0), oversized));
        }
        int pages = (listed.size() + size - 1) / size;
        return CompletableFuture.completedFuture(
                new TaskPage(query.page(), size, listed.size(), pages, tasks, null, JSON));
    }

    private static LinkupResponseTooLargeException tooLarge(Task first, Map<String, TaskIdentity> oversized) {
        return new LinkupResponseTooLargeException("too large", oversized.getOrDefault(first.id(), identity(first)));
    }

    private RuntimeException failure(List<Task> tasks) {
        if (tasks.stream().anyMatch(task -> breaking.contains(task.id()))) {
            return tooSlow();
        }
        boolean isTooLarge = bytesOfEach * tasks.size() > MOST_BYTES
                || tasks.stream().anyMatch(task -> oversized.containsKey(task.id()));
        return isTooLarge ? tooLarge(tasks.get(0), oversized) : null;
    }

    private static LinkupTimeoutException tooSlow() {
        return new LinkupTimeoutException("too slow", false, null);
    }

    private static TaskIdentity identity(Task task) {
        return new TaskIdentity(task.id(), task.createdAt(), task.updatedAt());
    }

    @Override
    public CompletionStage<Task> task(String taskId) {
        beforeRead.run();
        singles++;
        Entry entry = entries.get(taskId);
        if (listFailure != null) {
            return CompletableFuture.failedFuture(listFailure);
        }
        if (oversized.containsKey(taskId)) {
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

package io.github.camellinkup.engine.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.model.Quota;
import io.github.camellinkup.client.model.RawJson;
import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.SortDirection;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.PendingTask;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How those who want something of a list share its reads. Each read is answered when the test says so. */
class ResultReaderTest {

    private static final Instant START = Instant.parse("2026-05-18T12:00:00Z");
    private static final RawJson JSON = RawJson.wrap("{}".getBytes(StandardCharsets.UTF_8));
    private static final TaskQuery BY_CREATION =
            new TaskQuery(1, 100, SortBy.CREATED_AT, SortDirection.DESC, Set.of(), Set.of());

    private final Queue<Runnable> workers = new ArrayDeque<>();
    private final Service service = new Service();
    private final ResultReader reader = new ResultReader(service, workers::add);
    private long nanoTime;

    /** A read that waits for its answer. */
    private record Read(TaskQuery query, String taskId, CompletableFuture<Object> answer) {}

    private static final class Service implements TaskSource {

        private final Deque<Read> reads = new ArrayDeque<>();
        private int count;

        @Override
        @SuppressWarnings("unchecked")
        public CompletionStage<TaskPage> page(TaskQuery query) {
            return (CompletionStage<TaskPage>)
                    (CompletionStage<?>) begun(new Read(query, null, new CompletableFuture<>()));
        }

        @Override
        @SuppressWarnings("unchecked")
        public CompletionStage<Task> task(String taskId) {
            return (CompletionStage<Task>)
                    (CompletionStage<?>) begun(new Read(null, taskId, new CompletableFuture<>()));
        }

        private CompletableFuture<Object> begun(Read read) {
            count++;
            reads.add(read);
            return read.answer();
        }

        @Override
        public Instant now() {
            return START.plusSeconds(60);
        }

        @Override
        public boolean filters() {
            return true;
        }
    }

    /** A consumer with tasks of its own. */
    private final class Consumer {

        private final MemoryTaskRepository repository = new MemoryTaskRepository();
        private final TaskSelection selection = new SubmittedTasks(
                repository,
                new SelectionOptions(Set.of(), Set.of(TaskStatus.COMPLETED), 10),
                ConcurrentHashMap.newKeySet(),
                Recorders.direct(),
                Clock.fixed(START, ZoneOffset.UTC),
                () -> nanoTime);
        private final ResultSubscription subscription =
                new ResultSubscription(reader, service, selection, Set.of(), () -> nanoTime);
        private CompletableFuture<List<FinishedTask>> read;

        Consumer(String type, String... ids) {
            for (String id : ids) {
                repository.created("intent-" + id, List.of(pending(id, type)));
            }
        }

        Consumer begin() {
            assertThat(subscription.prepareRead()).isTrue();
            read = subscription.read();
            runWorkers();
            return this;
        }

        List<String> results() {
            assertThat(read).isCompleted();
            return read.join().stream().map(FinishedTask::id).toList();
        }
    }

    private static PendingTask pending(String id, String type) {
        return new PendingTask(id, type, START, null, Map.of(), null, null, 0);
    }

    private static Task task(String id, String type, int second, TaskStatus status) {
        Instant time = START.plusSeconds(second);
        return new Task(id, type, status, START, time, JSON, JSON, null, JSON);
    }

    private static Task search(String id, int second) {
        return task(id, "search", second, TaskStatus.COMPLETED);
    }

    private void runWorkers() {
        while (!workers.isEmpty()) {
            workers.remove().run();
        }
    }

    private Read next() {
        assertThat(service.reads).hasSize(1);
        return service.reads.remove();
    }

    private void answer(Task... tasks) {
        answer(null, tasks);
    }

    private void answer(Quota quota, Task... tasks) {
        next().answer().complete(new TaskPage(1, 100, tasks.length, 1, List.of(tasks), quota, JSON));
        runWorkers();
    }

    @Test
    void oneReadServesAllWhoWaitAlsoThoseWhoComeMeanwhile() {
        Consumer searches = new Consumer("search", "s1", "s2").begin();
        Consumer fetches = new Consumer("fetch", "f1", "f2").begin();
        Read first = next();
        service.reads.add(first);
        assertThat(first.query().types()).containsExactly("search");
        answer(search("s1", 5));

        assertThat(searches.results()).containsExactly("s1");
        assertThat(fetches.read).as("the page did not list its type").isNotDone();
        searches.subscription.handedOn();
        searches.begin();
        assertThat(service.reads.peek().query().types()).containsExactlyInAnyOrder("search", "fetch");
        answer(task("f1", "fetch", 6, TaskStatus.COMPLETED), search("s1", 5), search("s2", 4));

        assertThat(searches.results()).containsExactly("s2");
        assertThat(fetches.results()).containsExactly("f1");
        assertThat(service.count).isEqualTo(2);
    }

    @Test
    void manyAwaitingExchangesAndTwoConsumersCostOneRead() {
        AwaitedResults awaited = new AwaitedResults(() -> nanoTime);
        reader.addListener(awaited);
        List<CompletableFuture<FinishedTask>> exchanges = IntStream.range(0, 1_000)
                .mapToObj(i -> awaited.await(pending("a" + i, "search")).result())
                .toList();
        Consumer one = new Consumer("search", "s1", "s2").begin();
        Consumer other = new Consumer("search", "t1", "t2").begin();

        answer(IntStream.range(0, 90).mapToObj(i -> search("a" + i, 9)).toArray(Task[]::new));
        assertThat(exchanges.stream().filter(CompletableFuture::isDone)).hasSize(90);
        assertThat(one.results()).isEmpty();
        assertThat(other.results()).isEmpty();
        assertThat(service.count).isEqualTo(1);
    }

    @Test
    void aConsumerWithASlowRepositoryHoldsBackOnlyItself() {
        Consumer slow = new Consumer("search", "s1", "s2").begin();
        Consumer quick = new Consumer("search", "t1", "t2", "t3").begin();
        next().answer().complete(new TaskPage(1, 100, 2, 1, List.of(search("s1", 5), search("t1", 4)), null, JSON));
        workers.remove().run();
        assertThat(workers).as("both are offered the page").hasSize(2);
        Runnable stuck = workers.remove();
        runWorkers();

        assertThat(quick.results()).containsExactly("t1");
        quick.subscription.handedOn();
        quick.begin();
        answer(search("t2", 6), search("s1", 5));
        assertThat(quick.results()).containsExactly("t2");
        assertThat(slow.read).isNotDone();
        stuck.run();
        assertThat(slow.results()).containsExactly("s1");
    }

    @Test
    void nothingIsReadWhenNothingIsWanted() {
        Consumer consumer = new Consumer("search", "s1", "s2").begin();
        answer(search("s1", 5));
        consumer.results();
        runWorkers();

        assertThat(service.reads).isEmpty();
        assertThat(new Consumer("search").subscription.prepareRead()).isFalse();
    }

    @Test
    void pagesByCreationTakeTurnsWithTheNewestPageAndTheirFinishedTasksAreGivenToAll() {
        Consumer consumer = new Consumer("search", "s1", "s2", "s3", "s4").begin();
        List<CompletableFuture<TaskPage>> pages = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            pages.add(reader.page(BY_CREATION).toCompletableFuture());
        }
        answer(search("other", 5));
        consumer.subscription.handedOn();
        consumer.begin();
        assertThat(service.reads.peek().query()).isEqualTo(BY_CREATION);
        answer(search("s2", 4), task("s1", "search", 3, TaskStatus.PROCESSING));

        assertThat(pages.get(0)).isCompleted();
        assertThat(consumer.results()).containsExactly("s2");
        consumer.begin();
        answer(search("other", 5));
        assertThat(consumer.read).as("the page was not of its list").isNotDone();
        assertThat(service.reads.peek().query().sortBy()).isEqualTo(SortBy.UPDATED_AT);
        answer(search("other", 5));
        assertThat(service.reads.peek().query()).isEqualTo(BY_CREATION);
    }

    @Test
    void whoWantsOnlyTheQuotaGetsItFromAnyPage() {
        Consumer consumer = new Consumer("search", "s1", "s2").begin();
        CompletableFuture<Quota> quota = reader.quota().toCompletableFuture();
        answer(new Quota(7, 100), search("s1", 5));

        assertThat(quota).isCompletedWithValue(new Quota(7, 100));
        assertThat(consumer.results()).hasSize(1);
        assertThat(service.count).isEqualTo(1);
        CompletableFuture<Quota> alone = reader.quota().toCompletableFuture();
        runWorkers();
        assertThat(service.reads.peek().query().pageSize()).isEqualTo(1);
        answer(new Quota(3, 100));
        assertThat(alone).isCompletedWithValue(new Quota(3, 100));
    }

    @Test
    void aReadThatFailsIsToldToAllWhoWait() {
        LinkupUnknownException outOfOrder =
                new LinkupUnknownException("down", ErrorAnswer.ofStatus(503), true, true, null);
        Consumer one = new Consumer("search", "s1", "s2").begin();
        Consumer other = new Consumer("search", "t1", "t2").begin();
        CompletableFuture<Quota> quota = reader.quota().toCompletableFuture();
        next().answer().completeExceptionally(outOfOrder);
        runWorkers();

        for (CompletableFuture<?> failed : List.of(one.read, other.read, quota)) {
            assertThat(failed.handle((nothing, failure) -> failure)).isCompletedWithValue(outOfOrder);
        }
        assertThat(one.subscription.prepareRead()).isTrue();
    }

    @Test
    void aPageThatIsSpoiledIsReadInPartsUpToTheTaskThatSpoilsIt() {
        LinkupUnknownException unreadable =
                new LinkupUnknownException("no JSON", ErrorAnswer.ofStatus(200), false, false, null);
        Consumer consumer = new Consumer("search", "s1", "s2").begin();
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Read read = next();
            sizes.add(read.query().pageSize());
            read.answer().completeExceptionally(unreadable);
            runWorkers();
        }

        assertThat(sizes).containsExactly(100, 25, 6, 1);
        assertThat(consumer.results()).as("it goes on behind the task").isEmpty();
        consumer.begin();
        assertThat(service.reads.peek().query().page()).isEqualTo(2);
        answer(search("s1", 5));
        assertThat(consumer.results()).containsExactly("s1");
    }

    @Test
    void afterAPageForWhichThereIsNoMemoryASmallerOneIsRead() {
        LinkupUnknownException noMemory = new LinkupUnknownException("no memory", ErrorAnswer.NONE, false, false, null);
        Consumer consumer = new Consumer("search", "s1", "s2").begin();
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Read read = next();
            sizes.add(read.query().pageSize());
            read.answer().completeExceptionally(noMemory);
            runWorkers();
            assertThat(consumer.read).isCompletedExceptionally();
            consumer.begin();
        }

        assertThat(sizes).containsExactly(100, 25, 6, 1, 1);
        assertThat(service.reads.peek().query().page()).isEqualTo(1);
    }

    @Test
    void aBacklogIsReadPageByPageAndTheNewestPageInBetween() {
        Consumer consumer = new Consumer("search", "s1", "s2").begin();
        Set<Integer> inBetween = new TreeSet<>();
        for (int page = 1; page <= 60; page++) {
            int read = answerFromBacklog().page();
            if (page > 1 && read == 1) {
                inBetween.add(page);
            }
            consumer.results();
            consumer.subscription.handedOn();
            assertThat(consumer.subscription.hasMorePages()).isTrue();
            consumer.begin();
        }

        assertThat(inBetween).hasSizeBetween(1, 5);
    }

    /** Answers the next read with tasks of others. */
    private TaskQuery answerFromBacklog() {
        Read read = next();
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int place = read.query().page() * 100 + i;
            Instant finished = START.plusMillis(59_000 - place);
            tasks.add(
                    new Task("other" + place, "search", TaskStatus.COMPLETED, START, finished, JSON, JSON, null, JSON));
        }
        read.answer().complete(new TaskPage(read.query().page(), 100, 10_000, 100, tasks, null, JSON));
        runWorkers();
        return read.query();
    }

    @Test
    void aScanGoesOnInTheSameListWhenAnotherConsumerComesOrEnds() {
        Consumer fetches = new Consumer("fetch", "f1", "f2").begin();
        Consumer searches = new Consumer("search", "s1", "s2").begin();
        answer();
        fetches.subscription.handedOn();
        fetches.begin();
        TaskQuery both = answerFromBacklog();
        assertThat(both.types()).containsExactlyInAnyOrder("search", "fetch");
        searches.results();
        searches.subscription.handedOn();

        fetches.repository.taken("f1");
        fetches.repository.taken("f2");
        assertThat(fetches.subscription.prepareRead()).isFalse();
        searches.begin();
        TaskQuery next = answerFromBacklog();

        assertThat(next.types()).isEqualTo(both.types());
        assertThat(next.page()).isEqualTo(both.page() + 1);
    }

    @Test
    void closingEndsTheWaitingAndNobodyWaitsAfterwards() {
        Consumer consumer = new Consumer("search", "s1", "s2").begin();
        CompletableFuture<TaskPage> page = reader.page(BY_CREATION).toCompletableFuture();
        reader.close();

        for (CompletableFuture<?> ended : List.of(
                consumer.read,
                page,
                reader.page(BY_CREATION).toCompletableFuture(),
                reader.quota().toCompletableFuture())) {
            assertThat(ended.handle((nothing, failure) -> failure).join()).isInstanceOf(CancellationException.class);
        }
        runWorkers();
        assertThat(consumer.subscription.prepareRead()).isTrue();
    }
}

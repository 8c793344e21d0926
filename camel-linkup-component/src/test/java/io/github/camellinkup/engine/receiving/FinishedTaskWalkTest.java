package io.github.camellinkup.engine.receiving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.SortDirection;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.PendingTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The walk through the list of finished tasks, and the two selections that decide how far it goes. */
class FinishedTaskWalkTest {

    private static final Instant NOON = Instant.parse("2026-05-18T12:00:00Z");

    private final List<Integer> pagesRead = new ArrayList<>();
    /** The list of the service, newest first. */
    private final List<Task> listed = new ArrayList<>();

    private int pageSize = 10;

    private static Task task(String id, Instant updatedAt) {
        return task(id, updatedAt, TaskStatus.COMPLETED);
    }

    private static Task task(String id, Instant updatedAt, TaskStatus status) {
        return new Task(id, "search", status, NOON.minus(Duration.ofDays(1)), updatedAt, null, null, null, null);
    }

    private CompletableFuture<TaskPage> page(TaskQuery query) {
        pagesRead.add(query.page());
        int from = Math.min(listed.size(), (query.page() - 1) * pageSize);
        int to = Math.min(listed.size(), from + pageSize);
        int pages = (listed.size() + pageSize - 1) / pageSize;
        return CompletableFuture.completedFuture(new TaskPage(
                query.page(), pageSize, listed.size(), pages, List.copyOf(listed.subList(from, to)), null, null));
    }

    private FinishedTaskWalk walk(Instant oldest) {
        return new FinishedTaskWalk(
                this::page, new TaskQuery(1, 100, SortBy.UPDATED_AT, SortDirection.DESC, Set.of(), Set.of()), oldest);
    }

    private static List<String> next(FinishedTaskWalk walk) {
        return walk.next().toCompletableFuture().join().stream().map(Task::id).toList();
    }

    private static List<String> all(FinishedTaskWalk walk) {
        List<String> ids = new ArrayList<>();
        while (walk.hasNext()) {
            ids.addAll(next(walk));
        }
        return ids;
    }

    /** Tasks number 0 (the newest) to number - 1, a minute apart. */
    private void list(int number) {
        IntStream.range(0, number).forEach(i -> listed.add(task("t" + i, NOON.minus(Duration.ofMinutes(i)))));
    }

    @Test
    void allPagesAreReadWhenNothingIsTooOld() {
        list(25);

        FinishedTaskWalk walk = walk(Instant.EPOCH);

        assertThat(all(walk)).hasSize(25).doesNotHaveDuplicates();
        assertThat(pagesRead).containsExactly(1, 2, 3);
        assertThat(walk.newest()).isEqualTo(NOON);
    }

    @Test
    void aFullLastPageIsTheEndWithoutAnotherRead() {
        list(20);

        assertThat(all(walk(Instant.EPOCH))).hasSize(20);
        assertThat(pagesRead).containsExactly(1, 2);
    }

    @Test
    void anEmptyListIsTheEnd() {
        FinishedTaskWalk walk = walk(Instant.EPOCH);

        assertThat(all(walk)).isEmpty();
        assertThat(pagesRead).containsExactly(1);
        assertThat(walk.newest()).isNull();
    }

    @Test
    void theWalkEndsWhereTasksAreTooOldAndGivesNoneOfThose() {
        list(100);

        assertThat(all(walk(NOON.minus(Duration.ofMinutes(14)))))
                .hasSize(15)
                .contains("t14")
                .doesNotContain("t15");
        assertThat(pagesRead).containsExactly(1, 2);
    }

    @Test
    void tasksThatShareTheOldestTimeAreReadToTheirLast() {
        IntStream.range(0, 35).forEach(i -> listed.add(task("t" + i, NOON)));
        listed.add(task("older", NOON.minusMillis(1)));

        assertThat(all(walk(NOON))).hasSize(35).doesNotContain("older");
        assertThat(pagesRead).containsExactly(1, 2, 3, 4);
    }

    @Test
    void tasksThatFinishMeanwhileShiftThePagesAndNoneIsMissedOrDoubled() {
        list(30);
        FinishedTaskWalk walk = walk(Instant.EPOCH);
        List<String> ids = new ArrayList<>(next(walk));
        for (int i = 0; walk.hasNext(); i++) {
            if (i < 3) {
                for (int j = 0; j < 7; j++) {
                    listed.add(0, task("new" + i + "-" + j, NOON.plusSeconds(i * 10 + j)));
                }
            }
            ids.addAll(next(walk));
        }

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(new HashSet<>(ids))
                .containsAll(IntStream.range(0, 30).mapToObj(i -> "t" + i).toList());
    }

    @Test
    void aListThatShrinksMeanwhileEndsTheWalk() {
        list(50);
        FinishedTaskWalk walk = walk(Instant.EPOCH);
        next(walk);
        listed.subList(5, 50).clear();

        assertThat(all(walk)).isEmpty();
        assertThat(walk.hasNext()).isFalse();
    }

    @Test
    void aTaskWithoutATimeIsTakenAndDoesNotEndTheWalk() {
        listed.addAll(Arrays.asList(task("a", NOON), task("b", null)));
        pageSize = 2;
        listed.add(task("c", NOON.minusSeconds(1)));

        assertThat(all(walk(Instant.EPOCH))).containsExactly("a", "b", "c");
    }

    @Test
    void unfinishedTasksAreLeftAndUnknownStatusesSpoilNothing() {
        listed.add(task("p", NOON, TaskStatus.PENDING));
        listed.add(task("u", NOON, TaskStatus.UNKNOWN));
        listed.add(task("f", NOON.minusSeconds(1), TaskStatus.FAILED));

        FinishedTaskWalk walk = walk(Instant.EPOCH);

        assertThat(all(walk)).containsExactly("f");
        assertThat(walk.newest()).isEqualTo(NOON.minusSeconds(1));
    }

    @Test
    void aPageThatCouldNotBeReadIsReadAgain() {
        list(15);
        boolean[] broken = {true};
        FinishedTaskWalk walk = new FinishedTaskWalk(
                query -> broken[0] && query.page() == 2
                        ? CompletableFuture.failedFuture(new IllegalStateException("cut"))
                        : page(query),
                new TaskQuery(1, 100, SortBy.UPDATED_AT, SortDirection.DESC, Set.of(), Set.of()),
                Instant.EPOCH);
        next(walk);
        assertThatThrownBy(() -> next(walk)).isInstanceOf(CompletionException.class);
        broken[0] = false;

        assertThat(walk.hasNext()).isTrue();
        assertThat(all(walk)).hasSize(5);
    }

    // How far a walk goes for all tasks

    private final Set<String> seen = new HashSet<>();
    private final MemoryTaskRepository repository = new MemoryTaskRepository();
    private final AllTasks allTasks = new AllTasks(
            new AllTasks.SeenTasks() {
                @Override
                public boolean contains(String taskId) {
                    return seen.contains(taskId);
                }

                @Override
                public void add(String taskId) {
                    seen.add(taskId);
                }
            },
            repository,
            NOON.minus(Duration.ofMinutes(30)));

    @Test
    void theMarkMovesOnlyAfterACompleteWalkAndKeepsAnOverlap() {
        list(30);
        assertThat(allTasks.oldest()).isEqualTo(NOON.minus(Duration.ofMinutes(30)));
        FinishedTaskWalk walk = walk(allTasks.oldest());
        next(walk);
        assertThat(allTasks.oldest()).isEqualTo(NOON.minus(Duration.ofMinutes(30)));
        all(walk);

        allTasks.walked(walk);

        assertThat(allTasks.oldest()).isEqualTo(NOON.minus(AllTasks.OVERLAP));
    }

    @Test
    void theMarkNeverGoesBackAndNeverBeforeTheBeginning() {
        listed.add(task("a", NOON));
        walkAll();
        listed.clear();
        listed.add(task("b", NOON.minusSeconds(30)));
        walkAll();
        assertThat(allTasks.oldest()).isEqualTo(NOON.minus(AllTasks.OVERLAP));

        AllTasks fresh = new AllTasks(
                new AllTasks.SeenTasks() {
                    @Override
                    public boolean contains(String taskId) {
                        return false;
                    }

                    @Override
                    public void add(String taskId) {}
                },
                repository,
                NOON);
        FinishedTaskWalk walk = walk(fresh.oldest());
        all(walk);
        fresh.walked(walk);
        assertThat(fresh.oldest()).isEqualTo(NOON);
    }

    private void walkAll() {
        FinishedTaskWalk walk = walk(allTasks.oldest());
        all(walk);
        allTasks.walked(walk);
    }

    @Test
    void aTaskWhoseRouteFailedIsReachedAgainHoweverOldItIsUntilItIsTaken() {
        list(30);
        Task old = listed.get(25);
        allTasks.failed(old);
        walkAll();

        assertThat(allTasks.oldest()).isEqualTo(old.updatedAt());
        assertThat(allTasks.select(old)).isPresent();
        allTasks.taken(old);
        assertThat(allTasks.oldest()).isEqualTo(NOON.minus(AllTasks.OVERLAP));
        assertThat(allTasks.select(old)).isEmpty();
    }

    @Test
    void whatIsKnownOfATaskThatWasSentFromHereComesBackAndIsForgottenWhenTaken() {
        Task ours = task("ours", NOON);
        repository.created(
                "i", List.of(new PendingTask("ours", "search", NOON, "row 1", Map.of("crmId", 7), null, null, 0)));

        assertThat(allTasks.select(ours)).hasValueSatisfying(pending -> {
            assertThat(pending.reference()).isEqualTo("row 1");
            assertThat(pending.headers()).containsEntry("crmId", 7);
        });
        assertThat(allTasks.select(task("others", NOON)))
                .hasValueSatisfying(pending -> assertThat(pending.reference()).isNull());
        allTasks.taken(ours);
        assertThat(repository.outstanding(java.util.Set.of(), NOON).isEmpty()).isTrue();
    }

    @Test
    void submittedTasksReachBackToTheOldestAndStayUntilTaken() {
        SubmittedTasks submitted = new SubmittedTasks(repository);
        assertThat(submitted.isEmpty()).isTrue();
        repository.created(
                "i",
                List.of(
                        new PendingTask("a", "search", NOON, null, null, null, null, 0),
                        new PendingTask("b", "search", NOON.minusSeconds(5), null, null, null, null, 0)));

        assertThat(submitted.oldest()).isEqualTo(NOON.minusSeconds(5));
        submitted.failed(task("b", NOON));
        assertThat(submitted.select(task("b", NOON))).isPresent();
        submitted.taken(task("b", NOON));
        assertThat(submitted.select(task("b", NOON))).isEmpty();
        assertThat(submitted.select(task("others", NOON))).isEmpty();
        assertThat(submitted.oldest()).isEqualTo(NOON);
        submitted.taken(task("a", NOON));
        assertThat(submitted.isEmpty()).isTrue();
    }

    @Test
    void aSubmittedTaskOfUnknownAgeIsLookedForInTheWholeList() {
        repository.created(
                "i",
                List.of(
                        new PendingTask("a", "search", NOON, null, null, null, null, 0),
                        new PendingTask("b", "search", null, null, null, null, null, 0)));

        assertThat(new SubmittedTasks(repository).oldest()).isEqualTo(Instant.EPOCH);
    }
}

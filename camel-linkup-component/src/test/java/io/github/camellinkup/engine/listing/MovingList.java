package io.github.camellinkup.engine.listing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.SortDirection;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.SimulatedLinkup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Moves the list of a simulated Linkup between two reads of a scan: tasks enter it and expire. */
final class MovingList {

    private static final int ENOUGH_PAGES = 5_000;

    /** After so many reads it comes to rest: a list that always grows faster than it is read has no end. */
    private static final int RESTLESS_READS = 100;

    private static final long START = 1_000;

    private final SimulatedLinkup linkup = new SimulatedLinkup();
    private final Random random;
    private int numbers;
    private long now = START;
    private int moves;
    private int phantoms;
    private int restlessReads = RESTLESS_READS;
    private Runnable beforeCount = () -> {};
    private UnaryOperator<TaskPage> telling = UnaryOperator.identity();

    MovingList(long seed, int size) {
        this.random = new Random(seed);
        linkup.beforeCount(() -> {
            if (moves < restlessReads) {
                beforeCount.run();
            }
        });
        linkup.tells(page -> telling.apply(withPhantoms(page)));
        for (int i = 0; i < size; i++) {
            addNewest();
        }
    }

    private TaskPage withPhantoms(TaskPage page) {
        int size = page.pageSize();
        long total = page.total() + phantoms;
        return new TaskPage(
                page.page(), size, total, (int) ((total + size - 1) / size), page.tasks(), null, page.json());
    }

    /** The list says that it has so many tasks more than it has. */
    void exaggerate(int tasks) {
        phantoms = tasks;
    }

    /** It comes to rest only after so many reads. */
    void restAfter(int reads) {
        restlessReads = reads;
    }

    /** So it moves after a page is cut and before the total is counted that the page tells, until it comes to rest. */
    void beforeCount(Runnable move) {
        beforeCount = move;
    }

    /** What its pages tell of themselves, instead of what is so. */
    void tells(UnaryOperator<TaskPage> instead) {
        telling = instead;
    }

    int random(int bound) {
        return random.nextInt(bound);
    }

    /** The oldest first. */
    private List<Task> tasks() {
        return linkup.tasks();
    }

    /** The time of the task at a place, counted from the oldest. */
    Instant timeAt(int place) {
        return tasks().get(place).createdAt();
    }

    /** Several share a time: the clock stands still two times of three. */
    private void addNewest() {
        now += random.nextInt(3) == 0 ? 1 + random.nextInt(5) : 0;
        Instant time = Instant.ofEpochMilli(now);
        linkup.add(new Task("task" + numbers++, "search", TaskStatus.COMPLETED, time, time, null, null, null, null));
    }

    /** Tasks enter with the latest time; up to as many as that. */
    void growAtTheEnd(int most) {
        int more = random.nextInt(most + 1);
        for (int i = 0; i < more; i++) {
            addNewest();
        }
    }

    void expireAnywhere(int most) {
        int fewer = random.nextInt(most + 1);
        List<Task> tasks = new ArrayList<>(tasks());
        for (int i = 0; i < fewer && !tasks.isEmpty(); i++) {
            linkup.remove(tasks.remove(random.nextInt(tasks.size())).id());
        }
    }

    /** The oldest tasks leave; up to as many as that. */
    void expireOldest(int most) {
        leaveOldest(random.nextInt(most + 1));
    }

    /** The oldest tasks leave, as many as that. */
    void leaveOldest(int count) {
        tasks().stream().limit(count).forEach(task -> linkup.remove(task.id()));
    }

    /** The newest tasks leave, as many as that. */
    void leaveNewest(int count) {
        List<Task> tasks = tasks();
        tasks.stream().skip(Math.max(0, tasks.size() - count)).forEach(task -> linkup.remove(task.id()));
    }

    /** The ids of the tasks that are there now, from one time to another; null means without an end. */
    Set<String> between(Instant from, Instant to) {
        return tasks().stream()
                .filter(task -> from == null || !task.createdAt().isBefore(from))
                .filter(task -> to == null || !task.createdAt().isAfter(to))
                .map(Task::id)
                .collect(Collectors.toSet());
    }

    /** Reads to the end, with the list moving after each page, and gives the ids of what was read. */
    Set<String> read(NewestFirstScan scan, int asked, int largest, Runnable move) {
        Set<String> read = new HashSet<>();
        linkup.largestPage(largest);
        int size = asked;
        while (!scan.isAtEnd()) {
            assertThat(scan.pages()).isLessThan(ENOUGH_PAGES);
            PageRequest page = scan.next(size);
            TaskPage said = linkup.page(new TaskQuery(
                            page.number(), page.size(), SortBy.CREATED_AT, SortDirection.DESC, Set.of(), Set.of()))
                    .toCompletableFuture()
                    .join();
            said.tasks().forEach(task -> read.add(task.id()));
            scan.read(page, PageSummary.of(said, SortBy.CREATED_AT, Instant.MAX));
            // As readers do: the size that the server says a page has is asked for from then on.
            size = said.pageSize() > 0 ? Math.min(size, largest) : size;
            if (moves++ < restlessReads) {
                move.run();
            }
        }
        return read;
    }
}

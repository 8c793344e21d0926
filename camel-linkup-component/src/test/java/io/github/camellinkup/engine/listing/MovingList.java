package io.github.camellinkup.engine.listing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.RawJson;
import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A list of tasks that moves between two reads: tasks enter it and expire. */
final class MovingList {

    private static final int ENOUGH_PAGES = 5_000;

    /** After so many reads it comes to rest: a list that always grows faster than it is read has no end. */
    private static final int RESTLESS_READS = 100;

    private static final long START = 1_000;
    private static final RawJson NO_JSON = RawJson.wrap(new byte[] {'{', '}'});

    private record Entry(int number, long time) {

        private Instant at() {
            return Instant.ofEpochMilli(time);
        }

        private String id() {
            return "task" + number;
        }

        private Task task() {
            return new Task(id(), "search", TaskStatus.COMPLETED, at(), at(), null, null, null, null);
        }
    }

    private final Random random;

    /** The oldest first. */
    private final List<Entry> entries = new ArrayList<>();

    private int numbers;
    private long now = START;
    private int moves;
    private int phantoms;
    private int restlessReads = RESTLESS_READS;
    private Runnable beforeCount = () -> {};
    private UnaryOperator<TaskPage> telling = UnaryOperator.identity();

    MovingList(long seed, int size) {
        this.random = new Random(seed);
        for (int i = 0; i < size; i++) {
            addNewest();
        }
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

    /** The time of the task at a place, counted from the oldest. */
    Instant timeAt(int place) {
        return entries.get(place).at();
    }

    /** Several share a time: the clock stands still two times of three. */
    private void addNewest() {
        now += random.nextInt(3) == 0 ? 1 + random.nextInt(5) : 0;
        add(now);
    }

    private void add(long time) {
        entries.add(new Entry(numbers++, time));
        entries.sort(Comparator.comparingLong(Entry::time).thenComparingInt(Entry::number));
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
        for (int i = 0; i < fewer && !entries.isEmpty(); i++) {
            entries.remove(random.nextInt(entries.size()));
        }
    }

    /** The oldest tasks leave; up to as many as that. */
    void expireOldest(int most) {
        leaveOldest(random.nextInt(most + 1));
    }

    /** The oldest tasks leave, as many as that. */
    void leaveOldest(int tasks) {
        entries.subList(0, Math.min(entries.size(), tasks)).clear();
    }

    /** The newest tasks leave, as many as that. */
    void leaveNewest(int tasks) {
        int size = entries.size();
        entries.subList(Math.max(0, size - tasks), size).clear();
    }

    /** The ids of the tasks that are there now, from one time to another; null means without an end. */
    Set<String> between(Instant from, Instant to) {
        Set<String> found = new HashSet<>();
        for (Entry entry : entries) {
            if ((from == null || !entry.at().isBefore(from))
                    && (to == null || !entry.at().isAfter(to))) {
                found.add(entry.id());
            }
        }
        return found;
    }

    /** Reads to the end, with the list moving after each page, and gives the ids of what was read. */
    Set<String> read(NewestFirstScan scan, int asked, int largest, Runnable move) {
        Set<String> read = new HashSet<>();
        int size = asked;
        while (!scan.isAtEnd()) {
            assertThat(scan.pages()).isLessThan(ENOUGH_PAGES);
            PageRequest page = scan.next(size);
            int given = Math.min(page.size(), largest);
            List<Task> tasks = page(page.number(), given);
            tasks.forEach(task -> read.add(task.id()));
            if (moves < restlessReads) {
                beforeCount.run();
            }
            int total = entries.size() + phantoms;
            TaskPage said = telling.apply(
                    new TaskPage(page.number(), given, total, (total + given - 1) / given, tasks, null, NO_JSON));
            scan.read(page, PageSummary.of(said, SortBy.CREATED_AT, Instant.MAX));
            // As those do who read: what the server says a page holds is asked for from then on.
            size = said.pageSize() > 0 ? Math.min(size, largest) : size;
            if (moves++ < restlessReads) {
                move.run();
            }
        }
        return read;
    }

    private List<Task> page(int page, int size) {
        List<Entry> newestFirst = new ArrayList<>(entries);
        Collections.reverse(newestFirst);
        int from = Math.min(newestFirst.size(), (page - 1) * size);
        return newestFirst.subList(from, Math.min(newestFirst.size(), from + size)).stream()
                .map(Entry::task)
                .toList();
    }
}

package io.github.camellinkup.engine.receiving;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.StreamedPage;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Walks down lists that move while they are read. */
class ListWalkPropertyTest {

    private static final int ENOUGH_PAGES = 5_000;

    private record Entry(int number, long time) {

        private Instant at() {
            return Instant.ofEpochMilli(time);
        }

        private Task task() {
            return new Task("task" + number, "search", TaskStatus.COMPLETED, at(), at(), null, null, null, null);
        }
    }

    /** A list, newest first, that moves between two reads. */
    private static final class MovingList {

        private final Random random;
        private final List<Entry> entries = new ArrayList<>();
        private int numbers;
        private long now = 1_000;

        private MovingList(long seed, int size) {
            this.random = new Random(seed);
            for (int i = 0; i < size; i++) {
                addNewest();
            }
        }

        /** Several share a time: the clock stands still two times of three. */
        private void addNewest() {
            now += random.nextInt(3) == 0 ? 1 + random.nextInt(5) : 0;
            add(now);
        }

        private void add(long time) {
            entries.add(new Entry(numbers++, time));
            entries.sort(Comparator.comparingLong(Entry::time)
                    .reversed()
                    .thenComparing(Comparator.comparingInt(Entry::number).reversed()));
        }

        private void expire(int number) {
            for (int i = 0; i < number && !entries.isEmpty(); i++) {
                entries.remove(random.nextInt(entries.size()));
            }
        }

        private List<Task> page(int page, int size) {
            int from = Math.min(entries.size(), (page - 1) * size);
            return entries.subList(from, Math.min(entries.size(), from + size)).stream()
                    .map(Entry::task)
                    .toList();
        }

        private Set<Entry> between(Instant from, Instant to) {
            Set<Entry> found = new HashSet<>(entries);
            found.removeIf(entry -> from != null && entry.at().isAfter(from)
                    || to != null && entry.at().isBefore(to));
            return found;
        }
    }

    /** Walks to the end, with the list moving after each page, and gives what was read. */
    private static Set<String> walk(ListWalk walk, MovingList list, int asked, int largest, Runnable move) {
        Set<String> read = new HashSet<>();
        int size = asked;
        while (!walk.isAtEnd()) {
            assertThat(walk.pages()).isLessThan(ENOUGH_PAGES);
            int page = walk.nextPage(size);
            PageNotes notes = walk.notes();
            int told = Math.min(size, largest);
            List<Task> tasks = list.page(page, told);
            notes.add(tasks);
            tasks.forEach(task -> read.add(task.id()));
            int total = list.entries.size();
            walk.read(
                    page,
                    size,
                    new StreamedPage(page, told, total, (total + told - 1) / told, null, tasks.size(), 0),
                    notes);
            // As a receiver does: what the server says a page holds is asked for from then on.
            size = told;
            move.run();
        }
        return read;
    }

    /** A list of finished tasks by when they finished: new ones enter at its head, any can expire. */
    @Property(tries = 500)
    void aWalkFromTheHeadMissesNothingThatWasThereAllTheTime(
            @ForAll long seed,
            @ForAll @IntRange(max = 300) int tasks,
            @ForAll @IntRange(min = 1, max = 40) int size,
            @ForAll @IntRange(min = 1, max = 40) int largest,
            @ForAll @IntRange(max = 60) int grows,
            @ForAll @IntRange(max = 10) int shrinks,
            @ForAll boolean toTheEnd) {
        MovingList list = new MovingList(seed, tasks);
        Instant to = toTheEnd || tasks == 0 ? null : list.entries.get(tasks / 2).at();
        Set<Entry> wanted = list.between(null, to);
        int[] moves = {0};

        Set<String> read = walk(new ListWalk(SortBy.UPDATED_AT, null, to, 0), list, size, largest, () -> {
            // It comes to rest at some time: a list that always grows faster than it is read has no end.
            if (moves[0]++ < 100) {
                list.expire(list.random.nextInt(shrinks + 1));
                int more = list.random.nextInt(grows + 1);
                for (int i = 0; i < more; i++) {
                    list.addNewest();
                }
            }
        });

        wanted.retainAll(list.entries);
        assertThat(wanted).allSatisfy(entry -> assertThat(read).contains("task" + entry.number()));
    }

    /**
     * A sweep's list is by creation; tasks enter it anywhere, when they finish. It begins wherever it was guessed. A list
     * that grows by pages between two reads lets it give up seeking its beginning.
     */
    @Property(tries = 500)
    void aSweepMissesNothingInAListThatGrowsAnywhere(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 300) int tasks,
            @ForAll @IntRange(min = 20, max = 60) int size,
            @ForAll @IntRange(max = 8) int grows,
            @ForAll @IntRange(max = 400) int guess) {
        MovingList list = new MovingList(seed, tasks);
        Instant from = list.entries.get(list.random.nextInt(tasks)).at();
        Instant to = from.minusMillis(list.random.nextInt(100));
        Set<Entry> wanted = list.between(from, to);
        int[] moves = {0};

        ListWalk sweep = new ListWalk(SortBy.CREATED_AT, from, to, guess);
        Set<String> read = walk(sweep, list, size, 100, () -> {
            if (moves[0]++ < 100) {
                int more = list.random.nextInt(grows + 1);
                for (int i = 0; i < more; i++) {
                    list.add(1_000 + (long) list.random.nextInt((int) (list.now - 1_000) + 20));
                }
            }
        });

        assertThat(wanted).allSatisfy(entry -> assertThat(read).contains("task" + entry.number()));
    }

    /** What expires can let a sweep miss a task, which the next sweep finds; but it ends. */
    @Property(tries = 300)
    void aSweepEndsWhateverTheListDoes(
            @ForAll long seed,
            @ForAll @IntRange(max = 300) int tasks,
            @ForAll @IntRange(min = 1, max = 40) int size,
            @ForAll @IntRange(max = 100) int grows,
            @ForAll @IntRange(max = 100) int shrinks,
            @ForAll @IntRange(max = 400) int guess) {
        MovingList list = new MovingList(seed, tasks);
        Instant from = Instant.ofEpochMilli(1_000 + list.random.nextInt(300));
        Instant to = from.minusMillis(list.random.nextInt(100));
        int[] moves = {0};

        walk(new ListWalk(SortBy.CREATED_AT, from, to, guess), list, size, 100, () -> {
            if (moves[0]++ < 100) {
                list.expire(list.random.nextInt(shrinks + 1));
                int more = list.random.nextInt(grows + 1);
                for (int i = 0; i < more; i++) {
                    list.add(1_000 + (long) list.random.nextInt((int) (list.now - 1_000) + 20));
                }
            }
        });
    }

    /** As documented in {@link SweepSchedule}: what one sweep misses the next one finds, once the list is still. */
    @Property(tries = 300)
    void aSweepOfAListAtRestMissesNothing(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 400) int tasks,
            @ForAll @IntRange(min = 10, max = 40) int size,
            @ForAll @IntRange(max = 500) int guess) {
        MovingList list = new MovingList(seed, tasks);
        Instant from = list.entries.get(list.random.nextInt(tasks)).at();
        Instant to = from.minusMillis(list.random.nextInt(200));

        ListWalk sweep = new ListWalk(SortBy.CREATED_AT, from, to, guess);
        Set<String> read = walk(sweep, list, size, 100, () -> {});

        assertThat(list.between(from, to)).allSatisfy(entry -> assertThat(read).contains("task" + entry.number()));
    }
}

package io.github.camellinkup.engine.listing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Sweeps over lists by creation, that move while they are read: tasks enter anywhere as they finish, old ones expire. */
class SweepPropertyTest {

    @Property(tries = 500)
    void aSweepMissesNothingInAListThatGrowsAnywhere(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 400) int tasks,
            @ForAll @IntRange(min = 10, max = 60) int size,
            @ForAll @IntRange(max = 8) int grows,
            @ForAll @IntRange(max = 500) int guess) {
        MovingList list = new MovingList(seed, tasks);
        Instant from = list.timeAt(list.random(tasks));
        Instant to = from.plusMillis(list.random(150));
        Set<String> wanted = list.between(from, to);

        Set<String> read = list.walk(new Sweep(from, to, guess), size, 100, () -> list.growAnywhere(grows));

        assertThat(read).containsAll(wanted);
    }

    /** What is there all the time is met as well where old tasks expire, by as much as the pages overlap. */
    @Property(tries = 500)
    void aSweepMissesNothingOnceItHasBegunThoughTheOldestExpire(
            @ForAll long seed,
            @ForAll @IntRange(min = 100, max = 400) int tasks,
            @ForAll @IntRange(min = 20, max = 60) int size,
            @ForAll @IntRange(max = 8) int grows,
            @ForAll @IntRange(max = 8) int shrinks) {
        MovingList list = new MovingList(seed, tasks);
        Instant from = list.timeAt(0);
        Set<String> wanted = list.between(from, null);

        Set<String> read = list.walk(new Sweep(from, Instant.MAX, 0), size, 100, () -> {
            list.growAnywhere(grows);
            list.expireOldest(shrinks);
        });

        wanted.retainAll(list.between(null, null));
        assertThat(read).containsAll(wanted);
    }

    /** What expires can let a sweep miss a task, which the next sweep finds; but it ends. */
    @Property(tries = 500)
    void aSweepEndsWhateverTheListDoes(
            @ForAll long seed,
            @ForAll @IntRange(max = 300) int tasks,
            @ForAll @IntRange(min = 1, max = 40) int size,
            @ForAll @IntRange(min = 1, max = 40) int largest,
            @ForAll @IntRange(max = 100) int grows,
            @ForAll @IntRange(max = 100) int shrinks,
            @ForAll @IntRange(max = 10) int phantoms,
            @ForAll @IntRange(max = 400) int guess) {
        MovingList list = new MovingList(seed, tasks);
        list.exaggerate(phantoms);
        Instant from = Instant.ofEpochMilli(1_000 + list.random(300));

        list.walk(new Sweep(from, from.plusMillis(list.random(100)), guess), size, largest, () -> {
            list.expireAnywhere(shrinks);
            list.growAnywhere(grows);
        });
    }

    /** As documented in {@link SweepSchedule}: what one sweep misses the next one finds, once the list is still. */
    @Property(tries = 500)
    void aSweepOfAListAtRestMissesNothing(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 400) int tasks,
            @ForAll @IntRange(min = 1, max = 40) int size,
            @ForAll @IntRange(min = 1, max = 40) int largest,
            @ForAll @IntRange(max = 500) int guess) {
        MovingList list = new MovingList(seed, tasks);
        Instant from = list.timeAt(list.random(tasks));
        Instant to = from.plusMillis(list.random(200));

        Set<String> read = list.walk(new Sweep(from, to, guess), size, largest, () -> {});

        assertThat(read).containsAll(list.between(from, to));
    }
}

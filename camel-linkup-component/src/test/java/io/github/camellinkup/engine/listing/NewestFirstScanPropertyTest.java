package io.github.camellinkup.engine.listing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Scans lists by when tasks finished, that move while they are read: new ones enter at the head, any can expire. */
class NewestFirstScanPropertyTest {

    @Property(tries = 500)
    void aScanMissesNothingThatWasThereAllTheTime(
            @ForAll long seed,
            @ForAll @IntRange(max = 300) int tasks,
            @ForAll @IntRange(min = 1, max = 40) int size,
            @ForAll @IntRange(min = 1, max = 40) int largest,
            @ForAll @IntRange(max = 60) int grows,
            @ForAll @IntRange(max = 10) int shrinks,
            @ForAll boolean toTheEnd) {
        MovingList list = new MovingList(seed, tasks);
        Instant to = toTheEnd || tasks == 0 ? null : list.timeAt(tasks / 2);
        Set<String> wanted = list.between(to, null);

        Set<String> read = list.read(new NewestFirstScan(to), size, largest, () -> {
            list.expireAnywhere(shrinks);
            list.growAtTheEnd(grows);
        });

        wanted.retainAll(list.between(null, null));
        assertThat(read).containsAll(wanted);
    }
}

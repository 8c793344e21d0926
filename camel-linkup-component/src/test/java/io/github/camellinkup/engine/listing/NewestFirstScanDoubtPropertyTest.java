package io.github.camellinkup.engine.listing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.TaskPage;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Scans lists whose pages do not tell all of themselves, or not as it is: nothing is missed for that. */
class NewestFirstScanDoubtPropertyTest {

    @Property(tries = 500)
    void aTotalThatSomePagesDoNotTellIsNotTakenForAnEmptyList(
            @ForAll long seed,
            @ForAll @IntRange(max = 500) int tasks,
            @ForAll @IntRange(min = 20, max = 60) int size,
            @ForAll @IntRange(max = 60) int grows,
            @ForAll @IntRange(max = 10) int shrinks,
            @ForAll @IntRange(min = 1, max = 4) int every) {
        MovingList list = new MovingList(seed, tasks);
        list.tells(page -> list.random(every) == 0 ? told(page, page.pageSize(), 0, page.totalPages()) : page);

        assertNothingIsMissed(list, size, size, grows, shrinks);
    }

    @Property(tries = 500)
    void aListDoesNotEndForANumberOfPagesThatIsTooSmall(
            @ForAll long seed,
            @ForAll @IntRange(max = 300) int tasks,
            @ForAll @IntRange(min = 1, max = 40) int size,
            @ForAll @IntRange(max = 60) int grows,
            @ForAll @IntRange(max = 10) int shrinks,
            @ForAll @IntRange(min = 1, max = 5) int pages) {
        MovingList list = new MovingList(seed, tasks);
        list.tells(page -> told(page, page.pageSize(), page.total(), Math.min(pages, page.totalPages())));

        assertNothingIsMissed(list, size, size, grows, shrinks);
    }

    @Property(tries = 500)
    void pagesThatDoNotTellThatTheyAreSmallerThanAskedForHideNothing(
            @ForAll long seed,
            @ForAll @IntRange(max = 500) int tasks,
            @ForAll @IntRange(min = 20, max = 40) int largest,
            @ForAll @IntRange(min = 1, max = 60) int more,
            @ForAll @IntRange(max = 60) int grows,
            @ForAll @IntRange(max = 10) int shrinks) {
        MovingList list = new MovingList(seed, tasks);
        list.tells(page -> told(page, 0, page.total(), page.totalPages()));

        assertNothingIsMissed(list, largest + more, largest, grows, shrinks);
    }

    @Property(tries = 500)
    void tasksThatEnterBeforeTheTotalIsCountedLetTheScanPassByNoOthers(
            @ForAll long seed,
            @ForAll @IntRange(max = 300) int tasks,
            @ForAll @IntRange(min = 1, max = 40) int size,
            @ForAll @IntRange(max = 60) int grows) {
        MovingList list = new MovingList(seed, tasks);
        list.beforeCount(() -> list.growAtTheEnd(list.random(2) * grows));

        assertNothingIsMissed(list, size, size, grows, 0);
    }

    private static TaskPage told(TaskPage page, int pageSize, long total, int totalPages) {
        return new TaskPage(page.page(), pageSize, total, totalPages, page.tasks(), null, page.json());
    }

    private static void assertNothingIsMissed(MovingList list, int size, int largest, int grows, int shrinks) {
        Set<String> wanted = list.between(null, null);

        Set<String> read = list.read(new NewestFirstScan(null), size, largest, () -> {
            list.expireAnywhere(shrinks);
            list.growAtTheEnd(list.random(2) * grows);
        });

        wanted.retainAll(list.between(null, null));
        assertThat(read).containsAll(wanted);
    }
}

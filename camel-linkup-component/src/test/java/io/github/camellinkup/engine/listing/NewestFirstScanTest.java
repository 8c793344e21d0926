package io.github.camellinkup.engine.listing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.TaskPage;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewestFirstScanTest {

    /** As long as nothing shows that a page follows on the one before, a scan must not go on, and still get on. */
    @ParameterizedTest
    @CsvSource({"5000, 100, 3", "5000, 100, 20", "1000, 100, 1", "500, 7, 1", "150, 3, 1", "90, 1, 1", "90, 2, 1"})
    void aScanGetsOnWhileOldTasksLeaveTheListBetweenItsReads(int tasks, int pageSize, int leave) {
        MovingList list = new MovingList(7, tasks);
        list.restAfter(1_000);
        NewestFirstScan scan = new NewestFirstScan(null);

        Set<String> read = list.read(scan, pageSize, pageSize, () -> list.expireOldest(leave));

        assertThat(read).containsAll(list.between(null, null));
        assertThat(scan.pages()).isLessThan(2 * tasks / pageSize + 30);
    }

    @ParameterizedTest
    @CsvSource({"5000, 100, 3", "5000, 100, 20", "500, 7, 1"})
    void aScanGetsOnWhileAnyTasksLeaveTheListBetweenItsReads(int tasks, int pageSize, int leave) {
        MovingList list = new MovingList(7, tasks);
        list.restAfter(1_000);
        NewestFirstScan scan = new NewestFirstScan(null);

        Set<String> read = list.read(scan, pageSize, pageSize, () -> list.expireAnywhere(leave));

        assertThat(read).containsAll(list.between(null, null));
        assertThat(scan.pages()).isLessThan(2 * tasks / pageSize + 30);
    }

    @Test
    void aPageWithTasksIsOfNoEmptyListWhateverItSays() {
        MovingList list = new MovingList(7, 1_000);
        NewestFirstScan scan = new NewestFirstScan(null);

        Set<String> read = list.read(scan, 100, 100, () -> list.exaggerate(scan.pages() == 1 ? -1_000 : 0));

        assertThat(read).containsAll(list.between(null, null));
        assertThat(scan.pages()).isLessThan(25);
    }

    /** The scan has stepped back, several tasks share a time, and the page that holds the last task read ends with it. */
    @Test
    void aScanGetsOnAtTheEndOfAPageWhereNoPageTellsTheTotal() {
        MovingList list = new MovingList(2, 469);
        list.tells(page -> {
            list.random(1);
            return new TaskPage(page.page(), page.pageSize(), 0, page.totalPages(), page.tasks(), null, page.json());
        });
        Set<String> wanted = list.between(null, null);

        Set<String> read = list.read(new NewestFirstScan(null), 20, 20, () -> {
            list.expireAnywhere(10);
            list.growAtTheEnd(list.random(2) * 37);
        });

        wanted.retainAll(list.between(null, null));
        assertThat(read).containsAll(wanted);
    }

    @ParameterizedTest
    @CsvSource({"20, 100, 5, 0", "210, 30, 1, 0", "200, 30, 5, 0", "200, 30, 90000, 0", "400, 30, 5, 3", "90, 1, 5, 1"})
    void aScanEndsWithAListThatSaysThatItIsLonger(int tasks, int pageSize, int phantoms, int leave) {
        MovingList list = new MovingList(7, tasks);
        list.exaggerate(phantoms);
        NewestFirstScan scan = new NewestFirstScan(null);

        Set<String> read = list.read(scan, pageSize, pageSize, () -> list.expireOldest(leave));

        assertThat(read).containsAll(list.between(null, null));
        assertThat(scan.pages()).isLessThan(2 * tasks / pageSize + 30);
    }

    /** The task at which the last page ended is met nowhere then. */
    @Test
    void aScanBeginsAnewWhereAllThatItHasReadHasLeftTheList() {
        MovingList list = new MovingList(7, 3_000);
        list.restAfter(1_000);
        NewestFirstScan scan = new NewestFirstScan(null);

        Set<String> read = list.read(scan, 100, 100, () -> {
            if (scan.pages() == 1) {
                list.leaveNewest(110);
            }
            list.leaveOldest(5);
        });

        assertThat(read).containsAll(list.between(null, null));
        assertThat(scan.pages()).isLessThan(50);
    }
}

package io.github.camellinkup.engine.listing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.RawJson;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskStatus;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class PageSizeTest {

    private static final Task TASK = new Task("id", "search", TaskStatus.COMPLETED, null, null, null, null, null, null);

    private final PageSize size = new PageSize();

    private void read(int asked, int given, int tasks, long bytesOfEach) {
        RawJson json = RawJson.wrap(new byte[(int) (tasks * bytesOfEach)]);
        size.read(new TaskPage(1, given, 1_000, 10, Collections.nCopies(tasks, TASK), null, json), asked);
    }

    private void had() {
        read(size.get(), size.get(), size.get(), 100);
    }

    @Test
    void largeResultsMakePagesSmallAndSmallOnesLargeAgain() {
        assertThat(size.get()).isEqualTo(100);
        read(100, 100, 100, 1 << 20);
        assertThat(size.get()).isEqualTo(16);
        read(16, 16, 2, 20 << 20);
        assertThat(size.get()).isEqualTo(1);
        read(1, 1, 1, 1_000);
        assertThat(size.get()).isEqualTo(100);
    }

    @Test
    void noMoreIsAskedForThanTheServerGives() {
        read(100, 50, 50, 100);
        assertThat(size.get()).isEqualTo(50);
        read(50, 50, 0, 0);
        assertThat(size.get()).isEqualTo(50);
    }

    @Test
    void aPageThatCannotBeHadIsAskedForAtAQuarterOfTheSizeDownToOneTask() {
        for (int expected : new int[] {25, 6, 1, 1}) {
            size.failed(new PageRequest(1, size.get()));
            assertThat(size.get()).isEqualTo(expected);
        }
    }

    @Test
    void sizesGrowAgain() {
        size.failed(new PageRequest(1, 100));
        size.failed(new PageRequest(1, 25));
        assertThat(size.get()).isEqualTo(6);
        had();
        assertThat(size.get()).isEqualTo(24);
        had();
        assertThat(size.get()).isEqualTo(96);
        had();
        assertThat(size.get()).isEqualTo(100);
    }

    @Test
    void whereALargerFirstPageFailsAgainItIsTriedLessOften() {
        int failures = 0;
        for (int i = 0; i < 1_000; i++) {
            if (size.get() > 25) {
                size.failed(new PageRequest(1, size.get()));
                failures++;
            } else {
                had();
            }
        }
        assertThat(failures).isBetween(8, 40);
    }

    @Test
    void fartherDownTheListSizesGrowAtOnce() {
        for (int i = 0; i < 10; i++) {
            size.failed(new PageRequest(7, size.get()));
            had();
        }
        size.failed(new PageRequest(7, 100));
        assertThat(size.get()).isEqualTo(25);
        had();
        assertThat(size.get()).isEqualTo(100);
    }
}

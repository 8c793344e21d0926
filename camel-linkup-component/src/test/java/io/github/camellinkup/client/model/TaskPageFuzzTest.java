package io.github.camellinkup.client.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Whatever comes as a page: it is read in pieces exactly as it is read whole, or both refuse it with an
 * {@link IOException}.
 *
 * <p>Runs the inputs that are kept in the resources. To look for others: {@code JAZZER_FUZZ=1 mvn test
 * -Dtest=TaskPageFuzzTest}.
 */
class TaskPageFuzzTest {

    @FuzzTest(maxDuration = "5m")
    void inPiecesAsWhole(byte[] page) {
        List<Task> tasks = new ArrayList<>();
        StreamedPage told = inPieces(page, tasks);
        TaskPage whole = whole(page.clone());

        assertThat(told == null).isEqualTo(whole == null);
        if (whole != null) {
            assertThat(tasks).isEqualTo(whole.tasks());
            assertThat(told)
                    .isEqualTo(new StreamedPage(
                            whole.page(),
                            whole.pageSize(),
                            whole.total(),
                            whole.totalPages(),
                            whole.quota(),
                            tasks.size(),
                            page.length));
        }
    }

    private static StreamedPage inPieces(byte[] page, List<Task> tasks) {
        // By the page itself, so that what is found is found again.
        Random sizes = new Random(Arrays.hashCode(page));
        TaskPageReader reader = new TaskPageReader(Integer.MAX_VALUE, tasks::add, tooLarge -> {});
        try {
            int at = 0;
            while (at < page.length) {
                int size = Math.min(1 + sizes.nextInt(20), page.length - at);
                reader.read(ByteBuffer.wrap(page, at, size));
                at += size;
            }
            return reader.end();
        } catch (IOException e) {
            return null;
        }
    }

    private static TaskPage whole(byte[] page) {
        try {
            return AnswerReader.taskPage(page);
        } catch (IOException e) {
            return null;
        }
    }
}

package io.github.camellinkup.engine.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.engine.repository.TaskRequest;
import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchProgressTest {

    /** With redeliveries for a whole night each would else keep the requests of all before it. */
    @Test
    void aNewReadingKeepsNoRequestsOfTheOneBefore() {
        BatchProgress progress = new BatchProgress(BatchAnswer.TASKS, true);
        BatchProgress.Placed created = progress.read(BatchRun.request(0));
        progress.created(created, BatchRun.created(List.of(created.request())).get(0));
        WeakReference<TaskRequest> left = leave(progress);

        progress = progress.forNewReading(true);

        assertThat(progress.read(BatchRun.request(0))).isNull();
        await().until(() -> {
            System.gc();
            return left.get() == null;
        });
    }

    private static WeakReference<TaskRequest> leave(BatchProgress progress) {
        TaskRequest request = BatchRun.request(1);
        progress.notCreated(progress.read(request));
        return new WeakReference<>(request);
    }
}

package io.github.camellinkup.engine.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.listing.PageSize;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A scan that a test lets read a list to its end. */
final class ScanRun {

    final CreatedTasksScan scan;

    /** The ids of the tasks that were read. */
    final Set<String> met = new HashSet<>();

    int reads;

    ScanRun(Instant since) {
        this.scan = new CreatedTasksScan(Set.of(), since, new PageSize());
    }

    /** Reads on until everything since then is read. */
    void readBackTo(Instant since, int mostReads, Function<TaskQuery, CompletionStage<TaskPage>> list) {
        while (!scan.isReadBackTo(since)) {
            assertThat(reads++).as("reads").isLessThan(mostReads);
            try {
                TaskPage page = list.apply(scan.next()).toCompletableFuture().join();
                scan.read(page);
                page.tasks().stream().map(Task::id).forEach(met::add);
            } catch (CompletionException e) {
                assertThat(scan.failed(Failures.cause(e)))
                        .as("another page may be had")
                        .isTrue();
            }
        }
    }
}

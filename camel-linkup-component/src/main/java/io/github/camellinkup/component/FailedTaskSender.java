package io.github.camellinkup.component;

import io.github.camellinkup.engine.receiving.FinishedTask;
import io.github.camellinkup.engine.receiving.Resubmissions;
import io.github.camellinkup.engine.receiving.TaskSelection;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.statistics.TaskCount;
import io.github.camellinkup.engine.statistics.TaskStatistics;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the requests of failed tasks again: the option {@code maxResubmits}. */
final class FailedTaskSender {

    private static final Logger LOG = LoggerFactory.getLogger(FailedTaskSender.class);

    private final SingleTaskSender sender;
    private final int maxResubmits;
    private final TaskStatistics statistics;

    FailedTaskSender(SingleTaskSender sender, int maxResubmits, TaskStatistics statistics) {
        this.sender = sender;
        this.maxResubmits = maxResubmits;
        this.statistics = statistics;
    }

    /**
     * Sends the request of a failed task again, unless that was done often enough or it cannot be made again from what
     * Linkup reports.
     *
     * @return whether it is sent; the task then has reached its end, or is wanted again if sending fails
     */
    boolean send(FinishedTask failed, TaskSelection selection) {
        if (failed.pending().resubmits() >= maxResubmits) {
            return false;
        }
        Optional<TaskRequest> request = Resubmissions.of(failed);
        request.ifPresent(again -> sender.send(again).whenComplete((task, failure) -> {
            if (failure == null) {
                statistics.increment(TaskCount.RESUBMITTED);
            } else {
                LOG.warn("The failed Linkup task {} could not be sent again: {}", failed.id(), failure.getMessage());
            }
            // What was sent took its place in the repository; what was not is still there.
            selection.returned(failed);
        }));
        return request.isPresent();
    }
}

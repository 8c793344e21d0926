package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.spend.Receipt;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Sends requests in one call whose price was counted. */
@FunctionalInterface
public interface CountedSender {

    /**
     * @param requests 1 to 100 requests
     * @param receipts what was counted for each of them
     * @return as {@link TaskSender#send}
     */
    CompletionStage<List<Task>> send(List<TaskRequest> requests, List<Receipt> receipts);
}

package io.github.camellinkup.component;

import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.TaskEngine;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.submit.TaskSubmitter;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;

/** Sends one task: in a call with others, or for {@code linkup:research} in the API's call for research. */
final class SingleTaskSender {

    private final TaskSubmitter submitter;
    private final boolean research;

    SingleTaskSender(LinkupEndpoint endpoint, TaskEngine engine) {
        this.submitter = engine.submitter(TaskOptions.sending(endpoint.getTaskConfiguration()));
        this.research = endpoint.getOperation() == LinkupOperations.research;
    }

    /** Whether tasks are created by the API's call for research. */
    boolean isResearch() {
        return research;
    }

    /** Completes when the task is created and stored. */
    CompletionStage<Task> send(TaskRequest request) {
        return research ? submitter.submitResearch(research(request)) : submitter.submit(request);
    }

    /** Identifies the request of a redelivered exchange. Excludes kept headers, which Camel can change. */
    static Object identity(TaskRequest request) {
        return Arrays.asList(request.input(), request.reference());
    }

    private static TaskRequest research(TaskRequest request) {
        if (request.input() instanceof ResearchRequest) {
            return request;
        }
        throw LinkupInvalidRequestException.of(
                "type",
                "must be research for linkup:research, but it is "
                        + request.input().taskType().apiValue());
    }
}

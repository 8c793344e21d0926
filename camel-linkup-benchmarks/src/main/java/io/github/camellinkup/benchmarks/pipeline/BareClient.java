package io.github.camellinkup.benchmarks.pipeline;

import io.github.camellinkup.benchmarks.OwnClient;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupTasksQueueLimitExceededException;
import io.github.camellinkup.client.exception.LinkupTooManyRequestsException;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.SortDirection;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The calls of the API one after the other, without retries and without anything that keeps a pace. */
final class BareClient implements AutoCloseable {

    private final OwnClient client;
    private final int tasksOfACall;

    /** @param tasksOfACall how many tasks a call creates at the most */
    BareClient(String baseUrl, String apiKey, int tasksOfACall) {
        this.tasksOfACall = tasksOfACall;
        client = new OwnClient(baseUrl, apiKey, 0);
    }

    /**
     * Creates tasks, until the queue has no room for a call, and answers with the ids of those that were
     * created: the first of what was asked for.
     */
    List<String> create(List<LinkupRequest> requests) {
        List<String> ids = new ArrayList<>();
        for (int from = 0; from < requests.size(); from += tasksOfACall) {
            int to = Math.min(requests.size(), from + tasksOfACall);
            Optional<List<Task>> created = unless(
                    LinkupTasksQueueLimitExceededException.class,
                    client.calls().createTasks(requests.subList(from, to)));
            if (created.isEmpty()) {
                break;
            }
            created.get().stream().map(Task::id).forEach(ids::add);
        }
        return ids;
    }

    /** Reads one task; empty if that came too soon after the last read. */
    Optional<Task> task(String id) {
        return unless(LinkupTooManyRequestsException.class, client.calls().getTask(id));
    }

    /** Reads a page of the whole list, what changed last first; empty if that came too soon after the last read. */
    Optional<TaskPage> page(int number) {
        return unless(
                LinkupTooManyRequestsException.class,
                client.calls()
                        .listTasks(new TaskQuery(
                                number,
                                TaskQuery.MAX_PAGE_SIZE,
                                SortBy.UPDATED_AT,
                                SortDirection.DESC,
                                Set.of(),
                                Set.of())));
    }

    private static <T> Optional<T> unless(Class<? extends LinkupException> refusal, CompletionStage<T> call) {
        try {
            return Optional.of(call.toCompletableFuture().join());
        } catch (CompletionException e) {
            if (refusal.isInstance(e.getCause())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}

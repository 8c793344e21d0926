package io.github.camellinkup.client;

import io.github.camellinkup.client.model.CreditBalance;
import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.FetchedPage;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.SearchAnswer;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Every call of the Linkup API, without blocking. Thread-safe.
 *
 * <p>A stage completes on a thread of the HTTP client or of the scheduler: use another thread for longer work. It fails
 * with a {@link io.github.camellinkup.client.exception.LinkupException}.
 */
public interface LinkupClient {

    /** One search, answered in the shape that its {@code outputType} says. */
    default CompletionStage<SearchAnswer> search(SearchRequest request) {
        return search(request, RetryGuard.OPEN);
    }

    /** The same, tried again only as often as the guard allows. */
    CompletionStage<SearchAnswer> search(SearchRequest request, RetryGuard guard);

    /** One page as markdown. */
    default CompletionStage<FetchedPage> fetch(FetchRequest request) {
        return fetch(request, RetryGuard.OPEN);
    }

    /** The same, tried again only as often as the guard allows. */
    CompletionStage<FetchedPage> fetch(FetchRequest request, RetryGuard guard);

    /** Starts research and answers with its task, which is pending. */
    CompletionStage<Task> createResearch(ResearchRequest request);

    /** One research task. */
    CompletionStage<Task> getResearch(String taskId);

    /** A page of the organisation's research tasks. The query must have no statuses and no types. */
    default CompletionStage<TaskPage> listResearch(TaskQuery query) {
        return listResearch(query, null);
    }

    /** The same with limits of its own, as {@link #listTasks(TaskQuery, ReadLimits)}. */
    CompletionStage<TaskPage> listResearch(TaskQuery query, ReadLimits limits);

    /**
     * Creates tasks in one call.
     *
     * @param requests 1 to 100 requests, of any mix of types
     * @return the created tasks in the order of the requests, without outputs
     */
    CompletionStage<List<Task>> createTasks(List<? extends LinkupRequest> requests);

    /** One task. */
    CompletionStage<Task> getTask(String taskId);

    /** A page of the organisation's tasks, of this client and of others. */
    default CompletionStage<TaskPage> listTasks(TaskQuery query) {
        return listTasks(query, null);
    }

    /**
     * A page of the organisation's tasks, read within limits of its own. If the page cannot be had, the caller can ask for
     * a smaller one, so the client does not try the same read again after a timeout, a cut connection, or an answer that
     * is too large or cannot be read. Other failures are tried again as those of any read.
     *
     * <p>Of a page that is too large or cannot be read, the failure names the first task, as far as it is known:
     * {@link io.github.camellinkup.client.exception.LinkupResponseTooLargeException#getFirstTask()},
     * {@link io.github.camellinkup.client.exception.LinkupUnreadableAnswerException#getFirstTask()}.
     *
     * @param limits null for those of the client
     */
    CompletionStage<TaskPage> listTasks(TaskQuery query, ReadLimits limits);

    /** The organisation's credits. */
    CompletionStage<CreditBalance> creditBalance();
}

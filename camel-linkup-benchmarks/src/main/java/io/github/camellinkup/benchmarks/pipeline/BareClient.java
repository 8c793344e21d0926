package io.github.camellinkup.benchmarks.pipeline;

import io.github.camellinkup.client.CallGate;
import io.github.camellinkup.client.HttpLinkupClient;
import io.github.camellinkup.client.LinkupClientSettings;
import io.github.camellinkup.client.exception.LinkupTooManyRequestsException;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.SortDirection;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.transport.HttpAsyncClients;
import io.github.camellinkup.client.transport.HttpSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;

/** The calls of the API one after the other, without retries and without anything that keeps a pace. */
final class BareClient implements AutoCloseable {

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final CloseableHttpAsyncClient http =
            HttpAsyncClients.start(HttpSettings.builder().build(), Thread::new);
    private final HttpLinkupClient client;

    BareClient(String baseUrl, String apiKey) {
        timer.setRemoveOnCancelPolicy(true);
        client = new HttpLinkupClient(
                new LinkupClientSettings(
                        URI.create(baseUrl),
                        apiKey,
                        "Authorization",
                        null,
                        Duration.ofMinutes(2),
                        0,
                        Duration.ofSeconds(30),
                        64L << 20),
                http,
                timer,
                CallGate.OPEN);
    }

    /** Creates tasks in calls of 100 and answers with their ids. */
    List<String> create(List<LinkupRequest> requests) {
        List<String> ids = new ArrayList<>();
        for (int from = 0; from < requests.size(); from += TaskQuery.MAX_PAGE_SIZE) {
            int to = Math.min(requests.size(), from + TaskQuery.MAX_PAGE_SIZE);
            client.createTasks(requests.subList(from, to)).toCompletableFuture().join().stream()
                    .map(Task::id)
                    .forEach(ids::add);
        }
        return ids;
    }

    /** Reads one task; empty if that came too soon after the last read. */
    Optional<Task> task(String id) {
        return unlessRefused(client.getTask(id));
    }

    /** Reads a page of the whole list, what changed last first; empty if that came too soon after the last read. */
    Optional<TaskPage> page(int number) {
        return unlessRefused(client.listTasks(new TaskQuery(
                number, TaskQuery.MAX_PAGE_SIZE, SortBy.UPDATED_AT, SortDirection.DESC, Set.of(), Set.of())));
    }

    private static <T> Optional<T> unlessRefused(CompletionStage<T> call) {
        try {
            return Optional.of(call.toCompletableFuture().join());
        } catch (CompletionException e) {
            if (e.getCause() instanceof LinkupTooManyRequestsException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
        http.close();
        timer.shutdownNow();
    }
}

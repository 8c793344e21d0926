package io.github.camellinkup.client;

import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.AnswerReader;
import io.github.camellinkup.client.model.ApiValue;
import io.github.camellinkup.client.model.CreateAnswer;
import io.github.camellinkup.client.model.CreditBalance;
import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.FetchedPage;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.RawJson;
import io.github.camellinkup.client.model.RequestCheck;
import io.github.camellinkup.client.model.RequestWriter;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.SearchAnswer;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.model.TaskReader;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.hc.client5.http.async.HttpAsyncClient;
import org.apache.hc.core5.net.URIBuilder;

/**
 * The Linkup API over HTTP.
 *
 * <p>A call is sent on the caller's thread if it need not wait. No thread waits for the answer, which is read on a thread
 * of the HTTP client. Every try has {@code requestTimeout} from being sent to the end of its answer. A failed call is tried
 * again if the API says that this is safe: searches, fetches and other reads after a 409, a 5xx, a timeout, a cut connection
 * and 429 {@code TOO_MANY_REQUESTS}; calls that create tasks only if it is certain that nothing was created. A search or
 * fetch is tried again once after a 504, with which Linkup says that it took too long. The delays
 * begin at half a second and double, with a random part, up to {@code maxRetryDelay}. A {@code Retry-After} replaces them;
 * if it is longer than {@code maxRetryDelay}, the call fails with the time in the message.
 *
 * <p>With a payment signer no key is sent. If Linkup asks for payment, the call is signed and sent once more. After that it
 * is tried again only if it is certain that Linkup did not act on it.
 *
 * <p>Cancelling the future behind a stage ends the call. This client does not close the HTTP client and the scheduler. Each
 * try sets a timer, which is cancelled when the try ends, so the scheduler should remove cancelled timers
 * ({@code setRemoveOnCancelPolicy}).
 */
public final class HttpLinkupClient implements LinkupClient, AutoCloseable {

    /** The most tasks that one call can create. */
    private static final int MAX_TASKS = 100;

    private final AnswerLimits options;
    private final CallSupport support;
    private final Set<Call<?>> inFlight = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * @param settings the address, the credentials and the limits
     * @param http a started client, as {@link io.github.camellinkup.client.transport.HttpAsyncClients} creates; it must not
     *     repeat calls, follow redirects or log what it sends
     * @param scheduler runs the timers: the time limit of each try, and the delays before retries
     * @param limiter is asked before every request
     */
    public HttpLinkupClient(
            LinkupClientSettings settings,
            HttpAsyncClient http,
            ScheduledExecutorService scheduler,
            CallLimiter limiter) {
        this(settings, http, scheduler, limiter, List.of(), CallListener.NONE, System::nanoTime);
    }

    /**
     * @param secrets texts that no message may have, besides the key: the password of a proxy, for example, which the error
     *     page of the proxy can repeat
     * @param listener is told what happens to calls
     * @param nanoTime a clock that only goes forward, in nanoseconds, for the durations that the listener is told
     */
    public HttpLinkupClient(
            LinkupClientSettings settings,
            HttpAsyncClient http,
            ScheduledExecutorService scheduler,
            CallLimiter limiter,
            List<String> secrets,
            CallListener listener,
            LongSupplier nanoTime) {
        this(settings, http, scheduler, limiter, secrets, Clock.systemUTC(), listener, nanoTime);
    }

    HttpLinkupClient(
            LinkupClientSettings settings,
            HttpAsyncClient http,
            ScheduledExecutorService scheduler,
            CallLimiter limiter,
            List<String> secrets,
            Clock clock,
            CallListener listener,
            LongSupplier nanoTime) {
        options = AnswerLimits.of(settings);
        support = new CallSupport(settings, http, scheduler, limiter, List.copyOf(secrets), clock, listener, nanoTime);
    }

    @Override
    public CompletionStage<SearchAnswer> search(SearchRequest request, RetryGuard guard) {
        boolean includeSources = Boolean.TRUE.equals(request.includeSources());
        return call(
                () -> request(ApiOperation.SEARCH, RequestWriter.write(request)),
                options,
                guard,
                body -> AnswerReader.searchAnswer(RawJson.wrap(body), request.outputType(), includeSources));
    }

    @Override
    public CompletionStage<FetchedPage> fetch(FetchRequest request, RetryGuard guard) {
        return call(
                () -> request(ApiOperation.FETCH, RequestWriter.write(request)),
                options,
                guard,
                body -> AnswerReader.fetchedPage(RawJson.wrap(body)));
    }

    @Override
    public CompletionStage<Task> createResearch(ResearchRequest request) {
        return call(() -> request(ApiOperation.CREATE_RESEARCH, RequestWriter.write(request)), TaskReader::task);
    }

    @Override
    public CompletionStage<Task> getResearch(String taskId) {
        return call(() -> get(ApiOperation.GET_RESEARCH, taskId), TaskReader::task);
    }

    @Override
    public CompletionStage<TaskPage> listResearch(TaskQuery query, ReadLimits limits) {
        return call(() -> researchPage(query), options.with(limits), RetryGuard.OPEN, TaskReader::page);
    }

    private ApiRequest researchPage(TaskQuery query) {
        rejectInResearch("status", query.statuses());
        rejectInResearch("type", query.types());
        return page(ApiOperation.LIST_RESEARCH, query);
    }

    private static void rejectInResearch(String field, Set<?> values) {
        if (!values.isEmpty()) {
            throw LinkupInvalidRequestException.of(field, "cannot be chosen in a list of research");
        }
    }

    @Override
    public CompletionStage<List<Task>> createTasks(List<? extends LinkupRequest> tasks) {
        int sent = tasks.size();
        return call(() -> creation(tasks), body -> created(body, sent));
    }

    private ApiRequest creation(List<? extends LinkupRequest> tasks) {
        if (tasks.isEmpty() || tasks.size() > MAX_TASKS) {
            throw LinkupInvalidRequestException.of(
                    "tasks", "takes 1 to " + MAX_TASKS + " tasks in one call, but there are " + tasks.size());
        }
        return request(ApiOperation.CREATE_TASKS, RequestWriter.writeTasks(tasks));
    }

    private static List<Task> created(byte[] body, int sent) throws IOException {
        List<Task> tasks = TaskReader.tasks(body);
        String problem = CreateAnswer.problem(tasks, sent);
        if (problem != null) {
            throw new IOException(problem);
        }
        return tasks;
    }

    @Override
    public CompletionStage<Task> getTask(String taskId) {
        return call(() -> get(ApiOperation.GET_TASK, taskId), TaskReader::task);
    }

    @Override
    public CompletionStage<TaskPage> listTasks(TaskQuery query, ReadLimits limits) {
        return call(
                () -> page(ApiOperation.LIST_TASKS, query), options.with(limits), RetryGuard.OPEN, TaskReader::page);
    }

    @Override
    public CompletionStage<CreditBalance> creditBalance() {
        return call(
                () -> request(ApiOperation.GET_CREDIT_BALANCE, null),
                body -> AnswerReader.creditBalance(RawJson.wrap(body)));
    }

    private ApiRequest request(ApiOperation operation, byte[] body) {
        return request(operation, uri(operation), body);
    }

    private ApiRequest get(ApiOperation operation, String taskId) {
        new RequestCheck().taskId(taskId).throwIfAny();
        return request(operation, uri(operation).appendPathSegments(taskId), null);
    }

    private ApiRequest page(ApiOperation operation, TaskQuery query) {
        URIBuilder uri = uri(operation);
        add(uri, "page", query.page());
        add(uri, "pageSize", query.pageSize());
        add(uri, "sortBy", query.sortBy());
        add(uri, "sortDirection", query.sortDirection());
        query.statuses().stream().sorted().forEach(status -> add(uri, "status", status));
        query.types().stream().sorted().forEach(type -> add(uri, "type", type));
        return request(operation, uri, null);
    }

    private static void add(URIBuilder uri, String name, Object value) {
        if (value != null) {
            uri.addParameter(name, value instanceof ApiValue known ? known.apiValue() : value.toString());
        }
    }

    private URIBuilder uri(ApiOperation operation) {
        return new URIBuilder(support.settings().baseUrl()).appendPath(operation.path());
    }

    private static ApiRequest request(ApiOperation operation, URIBuilder builder, byte[] body) {
        try {
            URI uri = builder.build();
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            return new ApiRequest(operation, uri.getRawPath() + query, body);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T> CompletionStage<T> call(Supplier<ApiRequest> request, Call.Reader<T> reader) {
        return call(request, options, RetryGuard.OPEN, reader);
    }

    private <T> CompletionStage<T> call(
            Supplier<ApiRequest> request, AnswerLimits limits, RetryGuard guard, Call.Reader<T> reader) {
        Call<T> call;
        try {
            call = new Call<>(support, request.get(), limits, guard, reader);
        } catch (LinkupInvalidRequestException e) {
            return CompletableFuture.failedFuture(e);
        }
        inFlight.add(call);
        call.whenComplete((answer, failure) -> {
            inFlight.remove(call);
            // The call may have ended in another way, such as by a time limit that the caller set on the future.
            call.cancelQuietly();
        });
        if (closed) {
            call.failAsClosed();
        } else {
            call.start();
        }
        return call;
    }

    /**
     * Ends this client. Calls that are in flight or wait for a retry fail now, and later calls fail at once. The HTTP
     * client and the scheduler stay open.
     */
    @Override
    public void close() {
        closed = true;
        inFlight.forEach(Call::failAsClosed);
    }
}

package io.github.camellinkup.client;

import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.AnswerReader;
import io.github.camellinkup.client.model.CreateAnswer;
import io.github.camellinkup.client.model.CreditBalance;
import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.FetchedPage;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.RawJson;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.SearchAnswer;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;

/**
 * The Linkup API over HTTP.
 *
 * <p>A call goes out on the caller's thread as far as it can, and no thread waits for the answer, which is read on a
 * thread of the HTTP client. Every try has {@code requestTimeout} from being sent to the end of its answer. Where the API says that it is safe, a failed call is tried again: searches, fetches and other reads after a 409, a 5xx, a timeout, a
 * cut connection and 429 {@code TOO_MANY_REQUESTS}; calls that create tasks only where it is certain that nothing was
 * created. The delays begin at half a second and double, with a random part, up to {@code maxRetryDelay}; a
 * {@code Retry-After} takes their place, and if it is longer than {@code maxRetryDelay} the call fails with the time in
 * the message.
 *
 * <p>With a payment signer no key is sent. A call that Linkup asks to be paid for is signed and sent once more; it is
 * tried again after that only where it is certain that Linkup did not act on it.
 *
 * <p>Cancelling the future behind a stage ends the call. Neither the HTTP client nor the scheduler is closed by this
 * client. The scheduler gets a timer for each try, which is cancelled when the try ends, so it should be one that
 * removes cancelled timers ({@code setRemoveOnCancelPolicy}).
 */
public final class HttpLinkupClient implements LinkupClient, AutoCloseable {

    private final AnswerLimits options;
    private final ApiRequests requests;
    private final CallSupport support;
    private final Set<Call<?>> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * @param settings where to call and how
     * @param http a started client, as {@link io.github.camellinkup.client.transport.HttpAsyncClients} makes; it must not
     *     repeat calls, follow redirects or log what it sends by itself
     * @param scheduler runs timers: the time limit of each try, and the delays before retries
     * @param gate asked before every request
     */
    public HttpLinkupClient(
            LinkupClientSettings settings,
            CloseableHttpAsyncClient http,
            ScheduledExecutorService scheduler,
            CallGate gate) {
        this(settings, http, scheduler, gate, Clock.systemUTC());
    }

    HttpLinkupClient(
            LinkupClientSettings settings,
            CloseableHttpAsyncClient http,
            ScheduledExecutorService scheduler,
            CallGate gate,
            Clock clock) {
        options = AnswerLimits.of(settings);
        requests = new ApiRequests(settings.baseUrl());
        support = new CallSupport(
                gate,
                new HttpSender(settings, http, scheduler),
                settings.paymentSigner(),
                new ErrorAnswers(settings.maxRetryDelay(), clock),
                new Retries(settings.maxRetries(), settings.maxRetryDelay()),
                scheduler,
                Mask.of(settings.apiKey()));
    }

    @Override
    public CompletionStage<SearchAnswer> search(SearchRequest request) {
        boolean includeSources = Boolean.TRUE.equals(request.includeSources());
        return call(
                () -> requests.search(request),
                body -> AnswerReader.searchAnswer(RawJson.wrap(body), request.outputType(), includeSources));
    }

    @Override
    public CompletionStage<FetchedPage> fetch(FetchRequest request) {
        return call(() -> requests.fetch(request), body -> AnswerReader.fetchedPage(RawJson.wrap(body)));
    }

    @Override
    public CompletionStage<Task> createResearch(ResearchRequest request) {
        return call(() -> requests.createResearch(request), AnswerReader::task);
    }

    @Override
    public CompletionStage<Task> getResearch(String taskId) {
        return call(() -> requests.getResearch(taskId), AnswerReader::task);
    }

    @Override
    public CompletionStage<TaskPage> listResearch(TaskQuery query) {
        return call(() -> requests.listResearch(query), AnswerReader::taskPage);
    }

    @Override
    public CompletionStage<TaskPage> listResearch(TaskQuery query, ReadLimits limits) {
        return page(() -> requests.listResearch(query), limits);
    }

    @Override
    public CompletionStage<List<Task>> createTasks(List<? extends LinkupRequest> tasks) {
        int sent = tasks.size();
        return call(() -> requests.createTasks(tasks), body -> created(body, sent));
    }

    private static List<Task> created(byte[] body, int sent) throws IOException {
        List<Task> tasks = AnswerReader.tasks(body);
        String problem = CreateAnswer.problem(tasks, sent);
        if (problem != null) {
            throw new IOException(problem);
        }
        return tasks;
    }

    @Override
    public CompletionStage<Task> getTask(String taskId) {
        return call(() -> requests.getTask(taskId), AnswerReader::task);
    }

    @Override
    public CompletionStage<TaskPage> listTasks(TaskQuery query) {
        return call(() -> requests.listTasks(query), AnswerReader::taskPage);
    }

    @Override
    public CompletionStage<TaskPage> listTasks(TaskQuery query, ReadLimits limits) {
        return page(() -> requests.listTasks(query), limits);
    }

    private CompletionStage<TaskPage> page(Supplier<ApiRequest> request, ReadLimits limits) {
        return call(request, options.with(limits), AnswerReader::taskPage);
    }

    @Override
    public CompletionStage<CreditBalance> creditBalance() {
        return call(requests::creditBalance, body -> AnswerReader.creditBalance(RawJson.wrap(body)));
    }

    private <T> CompletionStage<T> call(Supplier<ApiRequest> request, Call.Reader<T> reader) {
        return call(request, options, reader);
    }

    private <T> CompletionStage<T> call(Supplier<ApiRequest> request, AnswerLimits limits, Call.Reader<T> reader) {
        Call<T> call;
        try {
            call = new Call<>(support, request.get(), limits, reader);
        } catch (LinkupInvalidRequestException e) {
            return CompletableFuture.failedFuture(e);
        }
        underWay.add(call);
        call.whenComplete((answer, failure) -> {
            underWay.remove(call);
            // However it came to its end, as by a time limit that a caller set on the future.
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
     * Ends this client: calls that are under way, or wait to be tried again, fail now, and so do later ones. Closes
     * neither the HTTP client nor the scheduler.
     */
    @Override
    public void close() {
        closed = true;
        underWay.forEach(Call::failAsClosed);
    }
}

package io.github.camellinkup.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.OutputType;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.transport.HttpAsyncClients;
import io.github.camellinkup.client.transport.HttpSettings;
import io.github.camellinkup.client.transport.RenewingHttpClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.io.CloseMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * Whatever bytes come as an answer, head and all: each call ends, with an answer that can be used or with a
 * {@link LinkupException}, and none that may have created tasks is said to have created none.
 *
 * <p>Runs the inputs that are kept in the resources. To look for others: {@code JAZZER_FUZZ=1 mvn test
 * -Dtest=CallsFuzzTest}.
 */
class CallsFuzzTest {

    private static final TaskQuery ALL = new TaskQuery(1, 100, null, null, null, null);
    private static final SearchRequest SEARCH = SearchRequest.builder().q("q").build();
    private static final SearchRequest STRUCTURED = SearchRequest.builder()
            .q("q")
            .outputType(OutputType.STRUCTURED)
            .set("structuredOutputSchema", "{\"type\":\"object\"}")
            .build();
    private static final FetchRequest FETCH =
            FetchRequest.builder().url("https://example.org").build();
    private static final ResearchRequest RESEARCH =
            ResearchRequest.builder().q("q").build();

    private static volatile byte[] answered = new byte[0];
    private static RawServer server;
    private static RenewingHttpClient http;
    private static ScheduledThreadPoolExecutor scheduler;
    private static HttpLinkupClient client;

    /** Makes the next try at once; only the time limits of tries take their time. */
    private static final class NoDelays extends ScheduledThreadPoolExecutor {

        NoDelays() {
            super(1);
            setRemoveOnCancelPolicy(true);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            return super.schedule(command, command instanceof HttpAttempt ? delay : 0, unit);
        }
    }

    @BeforeAll
    static void start() {
        server = new RawServer(() -> RawServer.last(answered));
        http = HttpAsyncClients.start(new HttpSettings(), task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        });
        scheduler = new NoDelays();
        LinkupClientSettings settings = new ClientExtension.Settings(URI.create(server.baseUrl()))
                .maxRetries(1)
                .maxRetryDelay(Duration.ofSeconds(30))
                .maxResponseSize(2_000)
                .build();
        client = new HttpLinkupClient(settings, http, scheduler, CallLimiter.OPEN);
    }

    @AfterAll
    static void stop() {
        client.close();
        http.close(CloseMode.IMMEDIATE);
        scheduler.shutdownNow();
        server.close();
    }

    @FuzzTest(maxDuration = "5m")
    void readsEndWithAnAnswerOrOurException(byte[] answer) {
        answered = answer;

        ended(client.search(SEARCH));
        ended(client.search(STRUCTURED));
        ended(client.fetch(FETCH));
        ended(client.creditBalance());
        identified(ended(client.getTask("1")));
        ended(client.listResearch(ALL));
        ended(client.listTasks(ALL));
        TaskPage page = ended(client.listTasks(ALL, new ReadLimits(1_000, Duration.ofSeconds(20))));
        if (page != null) {
            page.tasks().forEach(CallsFuzzTest::identified);
        }
    }

    @FuzzTest(maxDuration = "5m")
    void createdTasksAreAsManyAsWereSentOrTheOutcomeIsUncertain(byte[] answer) {
        answered = answer;

        for (int sent = 1; sent <= 2; sent++) {
            List<LinkupRequest> requests = List.<LinkupRequest>of(SEARCH, FETCH).subList(0, sent);
            List<Task> created = created(client.createTasks(requests), answer);
            if (created != null) {
                created.forEach(CallsFuzzTest::identified);
                assertThat(created).hasSize(sent).doesNotHaveDuplicates();
                assertThat(created).extracting(Task::id).doesNotHaveDuplicates();
            }
        }
        identified(created(client.createResearch(RESEARCH), answer));
    }

    private static void identified(Task task) {
        if (task != null) {
            assertThat(task.id()).isNotBlank();
            assertThat(task.type()).isNotNull();
            assertThat(task.status()).isNotNull();
        }
    }

    /** The answer of a call, or null if it failed in the way that calls fail. */
    private static <T> T ended(CompletionStage<T> call) {
        try {
            T answer = ClientExtension.get(call);
            assertThat(answer).isNotNull();
            return answer;
        } catch (LinkupException e) {
            checked(e);
            return null;
        }
    }

    /** As {@link #ended}; a success that cannot be used says nothing of what was created. */
    private static <T> T created(CompletionStage<T> call, byte[] answer) {
        try {
            return ClientExtension.get(call);
        } catch (LinkupException e) {
            checked(e);
            if (e.getStatusCode() / 100 == 2 || new String(answer, StandardCharsets.ISO_8859_1).startsWith(OK)) {
                assertThat(e.isCertainlyNotProcessed()).isFalse();
            }
            return null;
        }
    }

    private static final String OK = "HTTP/1.1 200 ";

    private static void checked(LinkupException failure) {
        assertThat(failure.getMessage()).isNotBlank().doesNotContain(ClientExtension.KEY);
        assertThat(failure.getStatusCode()).isBetween(0, 999);
    }
}

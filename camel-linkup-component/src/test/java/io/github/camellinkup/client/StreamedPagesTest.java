package io.github.camellinkup.client;

import static io.github.camellinkup.client.ClientExtension.failure;
import static io.github.camellinkup.client.ClientExtension.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.camellinkup.client.exception.LinkupAuthenticationException;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.exception.LinkupTimeoutException;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.model.StreamedPage;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.client.transport.HttpSettings;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.ForeignTask;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.Operation;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StreamedPagesTest {

    private static final TaskQuery PAGE = new TaskQuery(1, 100, null, null, null, null);
    private static final CompletionStage<Void> TAKEN = CompletableFuture.completedFuture(null);

    enum Version {
        HTTP_1,
        HTTP_2
    }

    private static LinkupStandIn linkup;

    @RegisterExtension
    final ClientExtension api = new ClientExtension();

    /** How many of the large outputs the server has made. A page is made while it is sent. */
    private final AtomicInteger made = new AtomicInteger();

    @BeforeAll
    static void start() {
        linkup = LinkupStandIn.builder()
                .apiKeys(ClientExtension.KEY)
                .noPollLimit()
                .https()
                .start();
    }

    @AfterAll
    static void stop() {
        linkup.close();
    }

    /** At DEBUG there is no HTTP/2. */
    @BeforeEach
    void quiet() {
        Configurator.setLevel("org.apache.hc", Level.INFO);
    }

    @AfterEach
    void asBefore() {
        Configurator.setLevel("org.apache.hc", (Level) null);
        linkup.reset();
    }

    @ParameterizedTest
    @EnumSource
    void aStreamedPageHasTheTasksOfTheWholePage(Version version) {
        addSmall(250);
        HttpLinkupClient client = client(version, settings());
        Taker taker = new Taker();

        TaskQuery second = new TaskQuery(2, 100, null, null, Set.of(TaskStatus.COMPLETED), Set.of("search"));
        StreamedPage told = get(client.streamTasks(second, taker));
        TaskPage whole = get(client.listTasks(second));

        assertThat(taker.tasks).isEqualTo(whole.tasks()).hasSize(100);
        assertThat(told)
                .isEqualTo(new StreamedPage(
                        2, 100, 250, 3, whole.quota(), 100, whole.json().length()));
        assertThat(linkup.received().get(0).protocol()).isEqualTo(version == Version.HTTP_2 ? "HTTP/2.0" : "HTTP/1.1");
    }

    @Test
    void aStreamedPageOfResearchHasTheTasksOfTheWholePage() {
        for (int i = 0; i < 3; i++) {
            linkup.addForeignTask(ForeignTask.of("research"));
        }
        addSmall(3);
        Taker taker = new Taker();

        StreamedPage told = get(client(settings()).streamResearch(PAGE, taker));

        assertThat(taker.tasks)
                .isEqualTo(get(client(settings()).listResearch(PAGE)).tasks())
                .hasSize(3);
        assertThat(told.quota()).isNull();
    }

    @Test
    void whatCannotBeAskedOfResearchIsRefusedAtOnce() {
        TaskQuery failed = new TaskQuery(1, 100, null, null, Set.of(TaskStatus.FAILED), null);

        assertThat(failure(client(settings()).streamResearch(failed, new Taker())))
                .isInstanceOf(LinkupInvalidRequestException.class);
    }

    @Test
    void anEmptyPageIsToldWithoutCallingTheSink() {
        Taker taker = new Taker();

        assertThat(get(client(settings()).streamTasks(PAGE, taker)).tasks()).isZero();

        assertThat(taker.groups).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void tasksGoOnBeforeThePageHasEnded(Version version) {
        addLarge(100);
        HeldTaker taker = new HeldTaker();

        CompletableFuture<StreamedPage> call =
                client(version, settings()).streamTasks(PAGE, taker).toCompletableFuture();
        taker.awaitGroups(1);

        assertThat(call).isNotDone();
        assertThat(made).hasValueLessThan(100);
        taker.release();
        assertThat(get(call).tasks()).isEqualTo(100);
        assertThat(taker.tasks).hasSize(100);
    }

    @ParameterizedTest
    @EnumSource
    void whileTheSinkIsBusyTheServerCannotSendMoreThanBuffersHold(Version version) {
        addLarge(100);
        HeldTaker taker = new HeldTaker();
        CompletableFuture<StreamedPage> call =
                client(version, settings()).streamTasks(PAGE, taker).toCompletableFuture();
        taker.awaitGroups(1);

        // All 100 MB would be made in this time by far.
        await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(10)).until(() -> made.get() < 20);

        assertThat(call).isNotDone();
        assertThat(taker.groups).hasSize(1);
        taker.release();
        assertThat(get(call).tasks()).isEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource
    void noTimeLimitRunsWhileTheSinkIsBusy(Version version) {
        addLarge(20);
        HttpSettings.Builder hurried =
                HttpSettings.builder().responseTimeout(Duration.ofMillis(300)).soTimeout(Duration.ofMillis(300));
        HttpLinkupClient client = client(version, settings().requestTimeout(Duration.ofMillis(600)), hurried);
        Taker taker = new Taker() {
            @Override
            public CompletionStage<Void> take(List<Task> tasks) {
                super.take(tasks);
                return groups.size() > 1
                        ? TAKEN
                        : CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS));
            }
        };

        assertThat(get(client.streamTasks(PAGE, taker)).tasks()).isEqualTo(20);
    }

    @Test
    void aPageMayTakeLongerThanTheRequestTimeoutAsLongAsItComes() {
        addSmall(100);
        linkup.failNext(Operation.TASKS_LIST, Fault.slowBody(Duration.ofSeconds(3)));

        Taker taker = new Taker();
        get(client(settings().requestTimeout(Duration.ofMillis(1500))).streamTasks(PAGE, taker));

        assertThat(taker.tasks).hasSize(100);
        assertThat(taker.groups).hasSizeGreaterThan(1);
    }

    @Test
    void aServerThatFallsSilentEndsInATimeoutThatNamesTheOption() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Socket> accepted = CompletableFuture.supplyAsync(() -> answerHalf(server));
            Taker taker = new Taker();

            LinkupException failure = failure(client(settings()
                            .baseUrl("http://127.0.0.1:" + server.getLocalPort() + "/v1")
                            .maxRetries(3)
                            .requestTimeout(Duration.ofMillis(400)))
                    .streamTasks(PAGE, taker));

            assertThat(failure)
                    .isInstanceOf(LinkupTimeoutException.class)
                    .hasMessageContaining("requestTimeout")
                    .hasMessageContaining("400 ms");
            assertThat(failure.isRetryable()).isTrue();
            assertThat(failure.getTries()).isEqualTo(1);
            assertThat(taker.tasks).extracting(Task::id).containsExactly("1");
            accepted.join().close();
        }
    }

    @Test
    void aServerThatNeverAnswersEndsInATimeoutToo() {
        linkup.failNext(Operation.TASKS_LIST, Fault.slowStart(Duration.ofSeconds(20)));

        assertThat(failure(client(settings().requestTimeout(Duration.ofMillis(300)))
                        .streamTasks(PAGE, new Taker())))
                .isInstanceOf(LinkupTimeoutException.class);
    }

    @ParameterizedTest
    @EnumSource
    void aPageThatIsCutOffHasGivenWhatCameBeforeAndIsUnreadable(Version version) {
        addSmall(100);
        linkup.failNext(Operation.TASKS_LIST, Fault.truncatedBody());
        Taker taker = new Taker();

        LinkupException failure =
                failure(client(version, settings().maxRetries(3)).streamTasks(PAGE, taker));

        assertThat(failure).isExactlyInstanceOf(LinkupUnknownException.class).hasMessageContaining("cannot be read");
        assertThat(failure.isRetryable()).isFalse();
        assertThat(taker.tasks).hasSizeBetween(40, 60);
        assertThat(linkup.count(Operation.TASKS_LIST)).isEqualTo(1);
    }

    @Test
    void aConnectionThatBreaksAfterTasksWereHandedOnFailsTheCallAndIsRetryable() {
        addSmall(100);
        linkup.failNext(Operation.TASKS_LIST, Fault.brokenBody());
        Taker taker = new Taker();

        LinkupException failure = failure(client(settings().maxRetries(3)).streamTasks(PAGE, taker));

        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure.getTries()).isEqualTo(1);
        assertThat(taker.tasks).isNotEmpty().doesNotHaveDuplicates();
        assertThat(linkup.count(Operation.TASKS_LIST)).isEqualTo(1);
    }

    @Test
    void aConnectionThatBreaksBeforeIsTriedAgain() {
        addLarge(1);
        linkup.failNext(Operation.TASKS_LIST, Fault.brokenBody());
        Taker taker = new Taker();

        get(client(settings().maxRetries(1)).streamTasks(PAGE, taker));

        assertThat(taker.tasks).hasSize(1);
        assertThat(linkup.count(Operation.TASKS_LIST)).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void otherTroubleBeforeTheFirstTaskIsTriedAgain(Version version) {
        addSmall(3);
        for (Fault fault : List.of(
                Fault.cutConnection(),
                Fault.noAnswer(),
                Fault.brokenChunk(),
                Fault.error(500, "INTERNAL"),
                Fault.answer(503, "text/html", "<html>busy</html>"),
                Fault.error(429, "TOO_MANY_REQUESTS"))) {
            Taker taker = new Taker();
            long before = linkup.count();
            linkup.failNext(Operation.TASKS_LIST, fault);

            get(client(version, settings().maxRetries(1)).streamTasks(PAGE, taker));

            assertThat(taker.tasks).as(fault.toString()).hasSize(3);
            assertThat(linkup.count() - before).as(fault.toString()).isEqualTo(2);
        }
    }

    @Test
    void errorsAreThoseOfOtherCalls() {
        linkup.failNext(Operation.TASKS_LIST, Fault.error(401, "UNAUTHORIZED", "no such key"));
        assertThat(failure(client(settings()).streamTasks(PAGE, new Taker())))
                .isInstanceOf(LinkupAuthenticationException.class)
                .hasMessageContaining("no such key");

        linkup.failNext(Operation.TASKS_LIST, Fault.answer(502, "text/html", "<html>bad gateway</html>"));
        assertThat(failure(client(settings()).streamTasks(PAGE, new Taker())))
                .isExactlyInstanceOf(LinkupUnknownException.class)
                .hasMessageContaining("text/html: <html>bad gateway");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoPageIsUnreadableAndIsShown(Version version) {
        HttpLinkupClient client = client(version, settings().maxRetries(3));

        linkup.failNext(Operation.TASKS_LIST, Fault.garbage());
        assertThat(failure(client.streamTasks(PAGE, new Taker())))
                .hasMessageContaining("cannot be read")
                .hasMessageContaining("}{ this is not JSON");

        linkup.failNext(Operation.TASKS_LIST, Fault.deepJson(100_000));
        assertThat(failure(client.streamTasks(PAGE, new Taker())))
                .hasMessageContaining("cannot be read")
                .hasMessageContaining("deep");

        linkup.failNext(Operation.TASKS_LIST, Fault.answer(200, "text/html", "<html>welcome</html>"));
        assertThat(failure(client.streamTasks(PAGE, new Taker()))).hasMessageContaining("text/html: <html>welcome");

        linkup.failNext(Operation.TASKS_LIST, Fault.answer(204, "application/json", ""));
        assertThat(failure(client.streamTasks(PAGE, new Taker()))).hasMessageContaining("cannot be read");
        assertThat(linkup.count()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource
    void aBodyThatNeverEndsIsRefusedAtTheLimit(Version version) {
        linkup.failNext(Operation.TASKS_LIST, Fault.hugeBody(10_000_000_000L));

        LinkupException failure =
                failure(client(version, settings().maxResponseSize(1_000_000).maxRetries(3))
                        .streamTasks(PAGE, new Taker()));

        assertThat(failure).hasMessageContaining("maxResponseSize").hasMessageContaining("1000000 allowed");
        assertThat(failure.isRetryable()).isFalse();
        assertThat(linkup.count()).isEqualTo(1);
    }

    @Test
    void aTaskThatIsTooLargeFailsTheCallAfterTheOnesBefore() {
        addLarge(1);
        addSmall(2);
        Taker taker = new Taker();

        LinkupException failure =
                failure(client(settings().maxResponseSize(500_000)).streamTasks(PAGE, taker));

        assertThat(failure).hasMessageContaining("maxResponseSize");
        assertThat(taker.tasks).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void aSinkThatThrowsFailsTheCallWithItsFailure(Version version) {
        addLarge(50);
        IllegalStateException broken = new IllegalStateException("no room at all");
        Taker taker = new Taker() {
            @Override
            public CompletionStage<Void> take(List<Task> tasks) {
                super.take(tasks);
                throw broken;
            }
        };
        HttpLinkupClient client = client(version, settings().maxRetries(3));

        assertThatThrownBy(() -> get(client.streamTasks(PAGE, taker))).isSameAs(broken);

        assertThat(taker.groups).hasSize(1);
        assertThat(get(client.creditBalance()).balance()).isPositive();
        await().during(Duration.ofMillis(300)).until(() -> made.get() < 50);
    }

    @ParameterizedTest
    @EnumSource
    void aSinkThatFailsLaterFailsTheCallWithItsFailure(Version version) {
        addLarge(50);
        IllegalStateException broken = new IllegalStateException("no room at all");
        HeldTaker taker = new HeldTaker();
        HttpLinkupClient client = client(version, settings().maxRetries(3));
        CompletionStage<StreamedPage> call = client.streamTasks(PAGE, taker);
        taker.awaitGroups(1);

        taker.held.completeExceptionally(broken);

        assertThatThrownBy(() -> get(call)).isSameAs(broken);
        assertThat(taker.groups).hasSize(1);
        assertThat(get(client.creditBalance()).balance()).isPositive();
        assertThat(linkup.count(Operation.TASKS_LIST)).isEqualTo(1);
        await().during(Duration.ofMillis(300)).until(() -> made.get() < 50);
    }

    @Test
    void aSinkThatFailsOnTheLastGroupFailsTheCallToo() {
        addSmall(1);

        assertThatThrownBy(() -> get(client(settings())
                        .streamTasks(PAGE, tasks -> CompletableFuture.failedFuture(new IOException("disk full")))))
                .hasRootCauseMessage("disk full");
    }

    @Test
    void aSinkThatAnswersNothingFailsTheCall() {
        addSmall(1);

        assertThatThrownBy(() -> get(client(settings()).streamTasks(PAGE, tasks -> null)))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("sink");
    }

    @ParameterizedTest
    @EnumSource
    void cancellingEndsTheCallAlsoWhileTheSinkIsBusy(Version version) {
        addLarge(50);
        HeldTaker taker = new HeldTaker();
        HttpLinkupClient client = client(version, settings());
        CompletableFuture<StreamedPage> call = client.streamTasks(PAGE, taker).toCompletableFuture();
        taker.awaitGroups(1);

        call.cancel(true);
        taker.release();

        assertThatThrownBy(() -> get(call)).isInstanceOf(CancellationException.class);
        assertThat(get(client.creditBalance()).balance()).isPositive();
        await().during(Duration.ofMillis(300)).until(() -> made.get() < 50 && taker.groups.size() == 1);
    }

    @Test
    void aTimeLimitOnTheFutureEndsTheCallToo() {
        addLarge(50);
        HeldTaker taker = new HeldTaker();
        CompletableFuture<StreamedPage> call =
                client(settings()).streamTasks(PAGE, taker).toCompletableFuture();
        taker.awaitGroups(1);

        call.orTimeout(1, TimeUnit.MILLISECONDS);

        assertThat(catchThrowable(() -> get(call))).hasCauseInstanceOf(TimeoutException.class);
        taker.release();
        await().during(Duration.ofMillis(300)).until(() -> made.get() < 50 && taker.groups.size() == 1);
    }

    @ParameterizedTest
    @EnumSource
    void closingTheClientEndsTheCallAlsoWhileTheSinkIsBusy(Version version) {
        addLarge(50);
        HeldTaker taker = new HeldTaker();
        HttpLinkupClient client = client(version, settings().maxRetries(3));
        CompletionStage<StreamedPage> call = client.streamTasks(PAGE, taker);
        taker.awaitGroups(1);

        client.close();
        taker.release();

        assertThat(failure(call)).hasMessageContaining("client was closed");
        await().during(Duration.ofMillis(300)).until(() -> made.get() < 50 && taker.groups.size() == 1);
    }

    @Test
    void theConnectionServesTheNextCall() {
        addSmall(30);
        HttpLinkupClient client = client(
                Version.HTTP_1,
                settings(),
                HttpSettings.builder().connectionsPerRoute(1).connectionRequestTimeout(Duration.ofSeconds(5)));

        for (int i = 0; i < 5; i++) {
            assertThat(get(client.streamTasks(PAGE, new Taker())).tasks()).isEqualTo(30);
        }
    }

    private static void addSmall(int number) {
        for (int i = 0; i < number; i++) {
            linkup.addForeignTask(ForeignTask.of("search").output(TextNode.valueOf("result ü " + i)));
        }
    }

    /** Tasks of a megabyte, made while they are sent. */
    private void addLarge(int number) {
        String text = "x".repeat(1_000_000);
        linkup.answerFetch(input -> {
            made.incrementAndGet();
            return JsonNodeFactory.instance.objectNode().put("markdown", text);
        });
        for (int i = 0; i < number; i++) {
            linkup.addForeignTask(ForeignTask.of("fetch"));
        }
    }

    private static Socket answerHalf(ServerSocket server) {
        try {
            Socket socket = server.accept();
            socket.getInputStream().read(new byte[10_000]);
            OutputStream out = socket.getOutputStream();
            out.write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
                            + "{\"data\":[{\"id\":\"1\"},{\"id\":")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return socket;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private ClientExtension.Settings settings() {
        return api.settings().baseUrl(linkup.baseUrl());
    }

    private HttpLinkupClient client(ClientExtension.Settings settings) {
        return client(Version.HTTP_1, settings);
    }

    private HttpLinkupClient client(Version version, ClientExtension.Settings settings) {
        return client(version, settings, HttpSettings.builder());
    }

    private HttpLinkupClient client(Version version, ClientExtension.Settings settings, HttpSettings.Builder http) {
        if (version == Version.HTTP_1) {
            return api.client(settings, http.build());
        }
        return api.client(
                settings.baseUrl(linkup.httpsBaseUrl()),
                http.sslContext(linkup.clientSslContext())
                        .httpVersionPolicy(HttpVersionPolicy.FORCE_HTTP_2)
                        .build());
    }

    /** Takes everything at once, and makes sure that it is called once at a time. */
    private static class Taker implements TaskSink {

        final List<Integer> groups = new CopyOnWriteArrayList<>();
        final List<Task> tasks = new CopyOnWriteArrayList<>();
        private final AtomicInteger within = new AtomicInteger();

        @Override
        public CompletionStage<Void> take(List<Task> group) {
            if (within.getAndIncrement() > 0) {
                throw new AssertionError("Called while it was called");
            }
            assertThat(group).hasSizeBetween(1, 100);
            groups.add(group.size());
            tasks.addAll(new ArrayList<>(group));
            within.decrementAndGet();
            return TAKEN;
        }
    }

    /** Is busy with the first group until it is released. */
    private static final class HeldTaker extends Taker {

        final CompletableFuture<Void> held = new CompletableFuture<>();

        @Override
        public CompletionStage<Void> take(List<Task> group) {
            super.take(group);
            return held;
        }

        void awaitGroups(int number) {
            await().until(() -> groups.size() >= number);
        }

        void release() {
            held.complete(null);
        }
    }
}

package io.github.camellinkup.client;

import static io.github.camellinkup.client.ClientExtension.failure;
import static io.github.camellinkup.client.ClientExtension.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupResponseTooLargeException;
import io.github.camellinkup.client.exception.LinkupTimeoutException;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.exception.LinkupUnreadableAnswerException;
import io.github.camellinkup.client.model.Quota;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskIdentity;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.transport.HttpSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of tasks that are read whole, within limits of their own. */
class WholePagesTest {

    private static final TaskQuery PAGE = new TaskQuery(1, 1, null, null, null, null);
    private static final ReadLimits LIMITS = new ReadLimits(10_000_000, Duration.ofSeconds(20));
    private static final String FIRST = "{\"metadata\":{\"page\":1},\"data\":[null,{\"id\":\"a-1\",\"type\":\"fetch\","
            + "\"createdAt\":\"2026-05-18T00:00:00.000Z\",\"updatedAt\":\"2026-05-18T00:00:07.120Z\",";
    private static final TaskIdentity FIRST_TASK =
            new TaskIdentity("a-1", Instant.parse("2026-05-18T00:00:00Z"), Instant.parse("2026-05-18T00:00:07.120Z"));
    private static final String SMALL = "{\"data\":[{\"id\":\"1\"}],\"quota\":{\"inFlight\":3,\"limit\":100}}";

    @RegisterExtension
    final ClientExtension api = new ClientExtension();

    private final Deque<RawServer.Answer> answers = new ArrayDeque<>();
    private final RawServer server = new RawServer(answers::pop);

    @AfterEach
    void close() {
        server.close();
    }

    private ClientExtension.Settings settings() {
        return api.settings().baseUrl(server.baseUrl()).maxRetries(3);
    }

    private HttpLinkupClient client() {
        return api.client(settings());
    }

    @Test
    void aPageOfTasksHasItsTasksAndTheQuota() {
        answers.add(RawServer.json(SMALL));

        TaskPage page = get(client().listTasks(PAGE, LIMITS));

        assertThat(page.tasks()).extracting(Task::id).containsExactly("1");
        assertThat(page.quota()).isEqualTo(new Quota(3, 100));
    }

    @Test
    void aPageOfResearchHasItsTasks() {
        answers.add(RawServer.json(SMALL));

        assertThat(get(client().listResearch(PAGE, LIMITS)).tasks())
                .extracting(Task::id)
                .containsExactly("1");
    }

    @Test
    void theLimitsDoNotRaiseTheOptions() {
        answers.add(RawServer.json(SMALL));
        answers.add(RawServer.text(""));

        assertThat(failure(api.client(settings().maxResponseSize(10)).listTasks(PAGE, LIMITS)))
                .isInstanceOf(LinkupResponseTooLargeException.class)
                .hasMessageContaining("option maxResponseSize")
                .hasMessageContaining("10 allowed");
        assertThat(failure(api.client(settings().requestTimeout(Duration.ofMillis(300)))
                        .listTasks(PAGE, LIMITS)))
                .isInstanceOf(LinkupTimeoutException.class)
                .hasMessageContaining("option requestTimeout (300 ms)");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPageThatIsTooLargeIsNotAskedForAgainAndNamesItsFirstTask(boolean lengthTold) {
        String page = FIRST + "\"output\":\"" + "x".repeat(100_000) + "\"}]}";
        answers.add(lengthTold ? RawServer.json(page) : RawServer.chunked(page));

        LinkupException failure = failure(client().listTasks(PAGE, new ReadLimits(70_000, Duration.ofSeconds(20))));

        assertThat(failure)
                .isInstanceOfSatisfying(
                        LinkupResponseTooLargeException.class,
                        tooLarge -> assertThat(tooLarge.getFirstTask()).contains(FIRST_TASK))
                .hasMessageContaining("limit of this read")
                .hasMessageContaining("70000 allowed");
        assertThat(failure.isRetryable()).isFalse();
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void aPageThatNeverEndsIsRefusedAtTheLimit() {
        answers.add(RawServer.endless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\n \r\n"));

        assertThat(failure(client().listTasks(PAGE, new ReadLimits(1_000_000, Duration.ofSeconds(20)))))
                .isInstanceOf(LinkupResponseTooLargeException.class)
                .hasMessageContaining("1000000 allowed");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theFirstTaskIsNamedAlsoIfTheLimitEndsBeforeIt(boolean lengthTold) {
        String page = FIRST + "\"output\":\"x\"}]}";
        answers.add(lengthTold ? RawServer.json(page) : RawServer.chunked(page));

        assertThat(failure(client().listTasks(PAGE, new ReadLimits(1, Duration.ofSeconds(20)))))
                .isInstanceOfSatisfying(
                        LinkupResponseTooLargeException.class,
                        tooLarge -> assertThat(tooLarge.getFirstTask()).contains(FIRST_TASK));
    }

    @Test
    void aPageThatIsTooLargeNamesItsFirstTaskAlsoIfTheOptionIsTheLimit() {
        answers.add(RawServer.json(FIRST + "\"output\":\"x\"}]}"));

        assertThat(failure(api.client(settings().maxResponseSize(10)).listResearch(PAGE)))
                .hasMessageContaining("maxResponseSize")
                .isInstanceOfSatisfying(
                        LinkupResponseTooLargeException.class,
                        tooLarge -> assertThat(tooLarge.getFirstTask()).contains(FIRST_TASK));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"output\":{\"a\":\"\\x\"}}]}",
                "\"output\":{\"a\":}}]}",
                "\"output\":{\"a\":1}}}",
                "\"output\":{\"a\":1}}]} and more",
                "\"output\":{\"a\":1}}"
            })
    void aMalformedPageIsNotAskedForAgainAndNamesItsFirstTask(String rest) {
        answers.add(RawServer.json(FIRST + rest));

        LinkupException failure = failure(client().listTasks(PAGE, LIMITS));

        assertThat(failure)
                .isInstanceOfSatisfying(
                        LinkupUnreadableAnswerException.class,
                        unreadable -> assertThat(unreadable.getFirstTask()).contains(FIRST_TASK))
                .hasMessageContaining("GET /v1/tasks?page=1&pageSize=1 cannot be read");
        assertThat(failure.isRetryable()).isFalse();
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void aPageWithATaskThatIsNestedTooDeepNamesItsFirstTask() {
        answers.add(RawServer.json(FIRST + "\"output\":" + "[".repeat(1100) + "]".repeat(1100) + "}]}"));

        assertThat(failure(client().listTasks(PAGE, LIMITS)))
                .hasMessageContaining("1000")
                .isInstanceOfSatisfying(
                        LinkupUnreadableAnswerException.class,
                        unreadable -> assertThat(unreadable.getFirstTask()).contains(FIRST_TASK));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "<html></html>", "{\"data\":7}", "{\"data\":[", "{\"data\":[1,2"})
    void anAnswerWithoutATaskNamesNone(String body) {
        answers.add(RawServer.json(body));

        assertThat(failure(client().listTasks(PAGE, LIMITS)))
                .isInstanceOfSatisfying(
                        LinkupUnreadableAnswerException.class,
                        unreadable -> assertThat(unreadable.getFirstTask()).isEmpty());
    }

    @Test
    void anAnswerWithoutABodyIsNoPage() {
        answers.add(RawServer.text("HTTP/1.1 204 No Content\r\n\r\n"));

        assertThat(failure(client().listTasks(PAGE, LIMITS))).isInstanceOf(LinkupUnreadableAnswerException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"data\":[", ""})
    void aPageThatDoesNotComeInTimeIsNotAskedForAgain(String sent) {
        answers.add(RawServer.text(sent));

        LinkupException failure = failure(client().listTasks(PAGE, new ReadLimits(1000, Duration.ofMillis(300))));

        assertThat(failure)
                .isInstanceOf(LinkupTimeoutException.class)
                .hasMessageContaining("limit of this read (300 ms)");
        assertThat(server.requests()).isEqualTo(1);
    }

    /** A server that never falls silent keeps within no other limit. */
    @Test
    void theTimeoutIsThatOfTheWholeRead() {
        answers.add(RawServer.endless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\n \r\n"));

        assertThat(failure(client().listTasks(PAGE, new ReadLimits(Long.MAX_VALUE, Duration.ofMillis(300)))))
                .isInstanceOf(LinkupTimeoutException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"data\":[", "HTTP/1.1 2", ""})
    void aPageThatIsCutOffIsNotAskedForAgain(String sent) {
        answers.add(out -> {
            out.write(RawServer.ascii(sent));
            throw new IOException("cut");
        });

        LinkupException failure = failure(client().listTasks(PAGE, LIMITS));

        assertThat(failure).isExactlyInstanceOf(LinkupUnknownException.class).hasMessageContaining("was cut");
        assertThat(failure.isRetryable()).isTrue();
        assertThat(server.requests()).isEqualTo(1);
    }

    /** A smaller page would not help. */
    @ParameterizedTest
    @CsvSource({"409, ''", "429, 'Retry-After: 0\r\n'", "500, ''", "502, ''", "503, ''", "504, ''"})
    void aReadThatIsRefusedIsTriedAgain(int status, String header) {
        answers.add(RawServer.text("HTTP/1.1 " + status + " X\r\n" + header + "Content-Length: 0\r\n\r\n"));
        answers.add(RawServer.json(SMALL));

        assertThat(get(client().listTasks(PAGE, LIMITS)).tasks()).hasSize(1);
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    void aConnectionThatCannotBeMadeIsTriedAgain() {
        server.close();

        LinkupException failure = failure(client().listTasks(PAGE, LIMITS));

        assertThat(failure.getTries()).isEqualTo(4);
    }

    @Test
    void theOtherReadsAreTriedAgain() {
        answers.add(out -> {
            throw new IOException("cut");
        });
        answers.add(RawServer.json(SMALL));

        assertThat(get(client().listTasks(PAGE)).tasks()).hasSize(1);
    }

    @Test
    void theNextPageComesAfterOneThatWasTooLarge() {
        answers.add(RawServer.chunked(FIRST + "\"output\":\"" + "x".repeat(100_000) + "\"}]}"));
        answers.add(RawServer.json(SMALL));
        HttpLinkupClient client = api.client(settings(), new HttpSettings().connectionsPerRoute(1));

        failure(client.listTasks(PAGE, new ReadLimits(1000, Duration.ofSeconds(20))));

        assertThat(get(client.listTasks(PAGE, LIMITS)).tasks()).hasSize(1);
    }

    @Test
    void limitsThatMakeNoSenseAreNamed() {
        assertThatThrownBy(() -> new ReadLimits(0, Duration.ofSeconds(1))).hasMessageContaining("maxBytes");
        assertThatThrownBy(() -> new ReadLimits(1, Duration.ZERO)).hasMessageContaining("timeout");
        assertThatThrownBy(() -> new ReadLimits(1, null)).hasMessageContaining("timeout");
    }
}

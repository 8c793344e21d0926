package io.github.camellinkup.client;

import static io.github.camellinkup.client.ClientExtension.failure;
import static io.github.camellinkup.client.ClientExtension.get;
import static io.github.camellinkup.client.StreamedPages.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.StreamedPages.Scheme;
import io.github.camellinkup.client.exception.LinkupAuthenticationException;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupTimeoutException;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.exception.LinkupUnreadableAnswerException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.Operation;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong on the way of a page that is streamed. */
class StreamedPageFaultsTest {

    @RegisterExtension
    static final StreamedPages pages = new StreamedPages();

    @Test
    void aServerThatFallsSilentEndsInATimeoutThatNamesTheOption() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Socket> accepted = CompletableFuture.supplyAsync(() -> answerHalf(server));
            PageTaker taker = new PageTaker();

            LinkupException failure = failure(pages.client(pages.settings()
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
        pages.linkup().failNext(Operation.TASKS_LIST, Fault.slowStart(Duration.ofSeconds(20)));

        assertThat(failure(pages.client(pages.settings().requestTimeout(Duration.ofMillis(300)))
                        .streamTasks(PAGE, new PageTaker())))
                .isInstanceOf(LinkupTimeoutException.class);
    }

    @ParameterizedTest
    @EnumSource
    void aPageThatIsCutOffHasGivenWhatCameBeforeAndIsUnreadable(Scheme scheme) {
        pages.addSmall(100);
        pages.linkup().failNext(Operation.TASKS_LIST, Fault.truncatedBody());
        PageTaker taker = new PageTaker();

        LinkupException failure =
                failure(pages.client(scheme, pages.settings().maxRetries(3)).streamTasks(PAGE, taker));

        assertThat(failure)
                .isExactlyInstanceOf(LinkupUnreadableAnswerException.class)
                .hasMessageContaining("cannot be read");
        assertThat(failure.isRetryable()).isFalse();
        assertThat(taker.tasks).hasSizeBetween(40, 60);
        assertThat(pages.linkup().count(Operation.TASKS_LIST)).isEqualTo(1);
    }

    @Test
    void aConnectionThatBreaksAfterTasksWereHandedOnFailsTheCallAndIsRetryable() {
        pages.addSmall(100);
        pages.linkup().failNext(Operation.TASKS_LIST, Fault.brokenBody());
        PageTaker taker = new PageTaker();

        LinkupException failure =
                failure(pages.client(pages.settings().maxRetries(3)).streamTasks(PAGE, taker));

        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure.getTries()).isEqualTo(1);
        assertThat(taker.tasks).isNotEmpty().doesNotHaveDuplicates();
        assertThat(pages.linkup().count(Operation.TASKS_LIST)).isEqualTo(1);
    }

    @Test
    void aConnectionThatBreaksBeforeIsTriedAgain() {
        pages.addLarge(1);
        pages.linkup().failNext(Operation.TASKS_LIST, Fault.brokenBody());
        PageTaker taker = new PageTaker();

        get(pages.client(pages.settings().maxRetries(1)).streamTasks(PAGE, taker));

        assertThat(taker.tasks).hasSize(1);
        assertThat(pages.linkup().count(Operation.TASKS_LIST)).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void otherTroubleBeforeTheFirstTaskIsTriedAgain(Scheme scheme) {
        pages.addSmall(3);
        for (Fault fault : List.of(
                Fault.cutConnection(),
                Fault.noAnswer(),
                Fault.brokenChunk(),
                Fault.error(500, "INTERNAL"),
                Fault.answer(503, "text/html", "<html>busy</html>"),
                Fault.error(429, "TOO_MANY_REQUESTS"))) {
            PageTaker taker = new PageTaker();
            long before = pages.linkup().count();
            pages.linkup().failNext(Operation.TASKS_LIST, fault);

            get(pages.client(scheme, pages.settings().maxRetries(1)).streamTasks(PAGE, taker));

            assertThat(taker.tasks).as(fault.toString()).hasSize(3);
            assertThat(pages.linkup().count() - before).as(fault.toString()).isEqualTo(2);
        }
    }

    @Test
    void errorsAreThoseOfOtherCalls() {
        pages.linkup().failNext(Operation.TASKS_LIST, Fault.error(401, "UNAUTHORIZED", "no such key"));
        assertThat(failure(pages.client(pages.settings()).streamTasks(PAGE, new PageTaker())))
                .isInstanceOf(LinkupAuthenticationException.class)
                .hasMessageContaining("no such key");

        pages.linkup().failNext(Operation.TASKS_LIST, Fault.answer(502, "text/html", "<html>bad gateway</html>"));
        assertThat(failure(pages.client(pages.settings()).streamTasks(PAGE, new PageTaker())))
                .isExactlyInstanceOf(LinkupUnknownException.class)
                .hasMessageContaining("text/html: <html>bad gateway");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoPageIsUnreadableAndIsShown(Scheme scheme) {
        HttpLinkupClient client = pages.client(scheme, pages.settings().maxRetries(3));

        pages.linkup().failNext(Operation.TASKS_LIST, Fault.garbage());
        assertThat(failure(client.streamTasks(PAGE, new PageTaker())))
                .hasMessageContaining("cannot be read")
                .hasMessageContaining("}{ this is not JSON");

        pages.linkup().failNext(Operation.TASKS_LIST, Fault.deepJson(100_000));
        assertThat(failure(client.streamTasks(PAGE, new PageTaker())))
                .hasMessageContaining("cannot be read")
                .hasMessageContaining("deep");

        pages.linkup().failNext(Operation.TASKS_LIST, Fault.answer(200, "text/html", "<html>welcome</html>"));
        assertThat(failure(client.streamTasks(PAGE, new PageTaker()))).hasMessageContaining("text/html: <html>welcome");

        pages.linkup().failNext(Operation.TASKS_LIST, Fault.answer(204, "application/json", ""));
        assertThat(failure(client.streamTasks(PAGE, new PageTaker()))).hasMessageContaining("cannot be read");
        assertThat(pages.linkup().count()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource
    void aBodyThatNeverEndsIsRefusedAtTheLimit(Scheme scheme) {
        pages.linkup().failNext(Operation.TASKS_LIST, Fault.hugeBody(10_000_000_000L));

        LinkupException failure = failure(
                pages.client(scheme, pages.settings().maxResponseSize(1_000_000).maxRetries(3))
                        .streamTasks(PAGE, new PageTaker()));

        assertThat(failure).hasMessageContaining("maxResponseSize").hasMessageContaining("1000000 allowed");
        assertThat(failure.isRetryable()).isFalse();
        assertThat(pages.linkup().count()).isEqualTo(1);
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
}

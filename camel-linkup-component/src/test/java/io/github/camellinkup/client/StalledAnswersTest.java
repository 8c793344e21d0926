package io.github.camellinkup.client;

import static io.github.camellinkup.client.ClientExtension.failure;
import static io.github.camellinkup.client.ClientExtension.get;
import static io.github.camellinkup.client.StreamedPages.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.camellinkup.client.StreamedPages.Scheme;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupTimeoutException;
import io.github.camellinkup.client.model.StreamedPage;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.transport.HttpSettings;
import io.github.camellinkup.test.ForeignTask;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers of which a part comes and then nothing more, with or without TLS. */
class StalledAnswersTest {

    private static final Duration SHORT = Duration.ofMillis(500);

    /** Where what comes before the silence has to be in time. */
    private static final Duration LONGER = Duration.ofSeconds(3);

    private static final JsonNode MEGABYTE = TextNode.valueOf("x".repeat(1_000_000));

    @RegisterExtension
    static final StreamedPages pages = new StreamedPages();

    private final CompletableFuture<JsonNode> stalled = new CompletableFuture<>();

    /** The server makes a page while it sends it, and comes no further than the fourth of ten tasks. */
    @BeforeEach
    void stall() {
        AtomicInteger made = new AtomicInteger();
        pages.linkup().answerFetch(input -> made.incrementAndGet() < 4 ? MEGABYTE : stalled.join());
        for (int i = 0; i < 10; i++) {
            pages.linkup().addForeignTask(ForeignTask.of("fetch"));
        }
    }

    @AfterEach
    void goOn() {
        stalled.complete(MEGABYTE);
    }

    @ParameterizedTest
    @EnumSource
    void aStreamedPageEndsByTheRequestTimeout(Scheme scheme) {
        PageTaker taker = new PageTaker();

        LinkupException failure = failure(
                pages.client(scheme, pages.settings().requestTimeout(LONGER)).streamTasks(PAGE, taker));

        assertThat(failure).isInstanceOf(LinkupTimeoutException.class).hasMessageContaining("requestTimeout");
        assertThat(failure.isRetryable()).isTrue();
        assertThat(taker.tasks).isNotEmpty().hasSizeLessThan(4);
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatIsTakenAsAWholeEndsByTheResponseTimeout(Scheme scheme) {
        assertEnds(scheme, HttpSettings.builder().responseTimeout(SHORT));
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatIsTakenAsAWholeEndsByTheSoTimeout(Scheme scheme) {
        assertEnds(scheme, HttpSettings.builder().soTimeout(SHORT));
    }

    private static void assertEnds(Scheme scheme, HttpSettings.Builder http) {
        LinkupException failure =
                failure(pages.client(scheme, pages.settings(), http).listTasks(PAGE));

        assertThat(failure)
                .isInstanceOf(LinkupTimeoutException.class)
                .hasMessageContaining("responseTimeout and soTimeout");
        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure.isCertainlyNotProcessed()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void anotherPageThatIsUnderWayComesToItsEnd(Scheme scheme) {
        for (int i = 0; i < 10; i++) {
            pages.linkup().addForeignTask(ForeignTask.of("search").output(MEGABYTE));
        }
        HttpLinkupClient client = pages.client(scheme, pages.settings().requestTimeout(LONGER));
        HeldPageTaker taker = new HeldPageTaker();
        CompletionStage<StreamedPage> whole =
                client.streamTasks(new TaskQuery(1, 100, null, null, null, Set.of("search")), taker);
        taker.awaitGroups(1);

        assertThat(failure(
                        client.streamTasks(new TaskQuery(1, 100, null, null, null, Set.of("fetch")), new PageTaker())))
                .isInstanceOf(LinkupTimeoutException.class);
        taker.release();

        assertThat(get(whole).tasks()).isEqualTo(10);
    }
}

package io.github.camellinkup.client;

import static io.github.camellinkup.client.ClientExtension.failure;
import static io.github.camellinkup.client.ClientExtension.get;
import static io.github.camellinkup.client.StreamedPages.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.StreamedPages.Scheme;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.StreamedPage;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.client.transport.HttpSettings;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.ForeignTask;
import io.github.camellinkup.test.Operation;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a page that is streamed brings. */
class StreamedPagesTest {

    @RegisterExtension
    static final StreamedPages pages = new StreamedPages();

    @ParameterizedTest
    @EnumSource
    void aStreamedPageHasTheTasksOfTheWholePage(Scheme scheme) {
        pages.addSmall(250);
        HttpLinkupClient client = pages.client(scheme, pages.settings());
        PageTaker taker = new PageTaker();

        TaskQuery second = new TaskQuery(2, 100, null, null, Set.of(TaskStatus.COMPLETED), Set.of("search"));
        StreamedPage told = get(client.streamTasks(second, taker));
        TaskPage whole = get(client.listTasks(second));

        assertThat(taker.tasks).isEqualTo(whole.tasks()).hasSize(100);
        assertThat(told)
                .isEqualTo(new StreamedPage(
                        2, 100, 250, 3, whole.quota(), 100, whole.json().length()));
    }

    @Test
    void aStreamedPageOfResearchHasTheTasksOfTheWholePage() {
        for (int i = 0; i < 3; i++) {
            pages.linkup().addForeignTask(ForeignTask.of("research"));
        }
        pages.addSmall(3);
        PageTaker taker = new PageTaker();

        StreamedPage told = get(pages.client(pages.settings()).streamResearch(PAGE, taker));

        assertThat(taker.tasks)
                .isEqualTo(
                        get(pages.client(pages.settings()).listResearch(PAGE)).tasks())
                .hasSize(3);
        assertThat(told.quota()).isNull();
    }

    @Test
    void whatCannotBeAskedOfResearchIsRefusedAtOnce() {
        TaskQuery failed = new TaskQuery(1, 100, null, null, Set.of(TaskStatus.FAILED), null);

        assertThat(failure(pages.client(pages.settings()).streamResearch(failed, new PageTaker())))
                .isInstanceOf(LinkupInvalidRequestException.class);
    }

    @Test
    void anEmptyPageIsToldWithoutCallingTheSink() {
        PageTaker taker = new PageTaker();

        assertThat(get(pages.client(pages.settings()).streamTasks(PAGE, taker)).tasks())
                .isZero();

        assertThat(taker.groups).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void tasksGoOnBeforeThePageHasEnded(Scheme scheme) {
        pages.addLarge(100);
        HeldPageTaker taker = new HeldPageTaker();

        CompletableFuture<StreamedPage> call =
                pages.client(scheme, pages.settings()).streamTasks(PAGE, taker).toCompletableFuture();
        taker.awaitGroups(1);

        assertThat(call).isNotDone();
        assertThat(pages.made()).isLessThan(100);
        taker.release();
        assertThat(get(call).tasks()).isEqualTo(100);
        assertThat(taker.tasks).hasSize(100);
    }

    @Test
    void aPageMayTakeLongerThanTheRequestTimeoutAsLongAsItComes() {
        pages.addSmall(100);
        pages.linkup().failNext(Operation.TASKS_LIST, Fault.slowBody(Duration.ofSeconds(3)));

        PageTaker taker = new PageTaker();
        get(pages.client(pages.settings().requestTimeout(Duration.ofMillis(1500)))
                .streamTasks(PAGE, taker));

        assertThat(taker.tasks).hasSize(100);
        assertThat(taker.groups).hasSizeGreaterThan(1);
    }

    @Test
    void theConnectionServesTheNextCall() {
        pages.addSmall(30);
        HttpLinkupClient client = pages.client(
                Scheme.HTTP,
                pages.settings(),
                HttpSettings.builder().connectionsPerRoute(1).connectionRequestTimeout(Duration.ofSeconds(5)));

        for (int i = 0; i < 5; i++) {
            assertThat(get(client.streamTasks(PAGE, new PageTaker())).tasks()).isEqualTo(30);
        }
    }
}

package io.github.camellinkup.client;

import static io.github.camellinkup.client.ClientExtension.failure;
import static io.github.camellinkup.client.ClientExtension.get;
import static io.github.camellinkup.client.StreamedPages.PAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.client.StreamedPages.Scheme;
import io.github.camellinkup.client.model.StreamedPage;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.transport.HttpSettings;
import io.github.camellinkup.test.Operation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A sink that is busy, fails or is not wanted any more, and the connection that fills it. */
class StreamedPageSinkTest {

    @RegisterExtension
    static final StreamedPages pages = new StreamedPages();

    @ParameterizedTest
    @EnumSource
    void whileTheSinkIsBusyTheServerCannotSendMoreThanBuffersHold(Scheme scheme) {
        pages.addLarge(100);
        HeldPageTaker taker = new HeldPageTaker();
        CompletableFuture<StreamedPage> call =
                pages.client(scheme, pages.settings()).streamTasks(PAGE, taker).toCompletableFuture();
        taker.awaitGroups(1);

        // All 100 MB would be made in this time by far.
        await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(10)).until(() -> pages.made() < 20);

        assertThat(call).isNotDone();
        assertThat(taker.groups).hasSize(1);
        taker.release();
        assertThat(get(call).tasks()).isEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource
    void noTimeLimitRunsWhileTheSinkIsBusy(Scheme scheme) {
        pages.addLarge(20);
        HttpLinkupClient client = pages.client(scheme, pages.settings().requestTimeout(Duration.ofMillis(600)));
        PageTaker taker = new PageTaker() {
            @Override
            public CompletionStage<Void> take(List<Task> tasks) {
                super.take(tasks);
                return groups.size() > 1
                        ? PageTaker.TAKEN
                        : CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS));
            }
        };

        assertThat(get(client.streamTasks(PAGE, taker)).tasks()).isEqualTo(20);
    }

    @ParameterizedTest
    @EnumSource
    void aSinkThatThrowsFailsTheCallWithItsFailure(Scheme scheme) {
        pages.addLarge(50);
        IllegalStateException broken = new IllegalStateException("no room at all");
        PageTaker taker = new PageTaker() {
            @Override
            public CompletionStage<Void> take(List<Task> tasks) {
                super.take(tasks);
                throw broken;
            }
        };
        HttpLinkupClient client = pages.client(scheme, pages.settings().maxRetries(3));

        assertThatThrownBy(() -> get(client.streamTasks(PAGE, taker))).isSameAs(broken);

        assertThat(taker.groups).hasSize(1);
        assertThat(get(client.creditBalance()).balance()).isPositive();
        await().during(Duration.ofMillis(300)).until(() -> pages.made() < 50);
    }

    @ParameterizedTest
    @EnumSource
    void aSinkThatFailsLaterFailsTheCallWithItsFailure(Scheme scheme) {
        pages.addLarge(50);
        IllegalStateException broken = new IllegalStateException("no room at all");
        HeldPageTaker taker = new HeldPageTaker();
        HttpLinkupClient client = pages.client(scheme, pages.settings().maxRetries(3));
        CompletionStage<StreamedPage> call = client.streamTasks(PAGE, taker);
        taker.awaitGroups(1);

        taker.fail(broken);

        assertThatThrownBy(() -> get(call)).isSameAs(broken);
        assertThat(taker.groups).hasSize(1);
        assertThat(get(client.creditBalance()).balance()).isPositive();
        assertThat(pages.linkup().count(Operation.TASKS_LIST)).isEqualTo(1);
        await().during(Duration.ofMillis(300)).until(() -> pages.made() < 50);
    }

    @Test
    void aSinkThatFailsOnTheLastGroupFailsTheCallToo() {
        pages.addSmall(1);

        assertThatThrownBy(() -> get(pages.client(pages.settings())
                        .streamTasks(PAGE, tasks -> CompletableFuture.failedFuture(new IOException("disk full")))))
                .hasRootCauseMessage("disk full");
    }

    @Test
    void aSinkThatAnswersNothingFailsTheCall() {
        pages.addSmall(1);

        assertThatThrownBy(() -> get(pages.client(pages.settings()).streamTasks(PAGE, tasks -> null)))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("sink");
    }

    @ParameterizedTest
    @EnumSource
    void cancellingEndsTheCallAlsoWhileTheSinkIsBusy(Scheme scheme) {
        pages.addLarge(50);
        HeldPageTaker taker = new HeldPageTaker();
        HttpLinkupClient client = pages.client(scheme, pages.settings());
        CompletableFuture<StreamedPage> call = client.streamTasks(PAGE, taker).toCompletableFuture();
        taker.awaitGroups(1);

        call.cancel(true);
        taker.release();

        assertThatThrownBy(() -> get(call)).isInstanceOf(CancellationException.class);
        assertThat(get(client.creditBalance()).balance()).isPositive();
        await().during(Duration.ofMillis(300)).until(() -> pages.made() < 50 && taker.groups.size() == 1);
    }

    @Test
    void aTimeLimitOnTheFutureEndsTheCallToo() {
        pages.addLarge(50);
        HeldPageTaker taker = new HeldPageTaker();
        CompletableFuture<StreamedPage> call =
                pages.client(pages.settings()).streamTasks(PAGE, taker).toCompletableFuture();
        taker.awaitGroups(1);

        call.orTimeout(1, TimeUnit.MILLISECONDS);

        assertThat(catchThrowable(() -> get(call))).hasCauseInstanceOf(TimeoutException.class);
        taker.release();
        await().during(Duration.ofMillis(300)).until(() -> pages.made() < 50 && taker.groups.size() == 1);
    }

    @ParameterizedTest
    @EnumSource
    void closingTheClientEndsTheCallAlsoWhileTheSinkIsBusy(Scheme scheme) {
        pages.addLarge(50);
        HeldPageTaker taker = new HeldPageTaker();
        HttpLinkupClient client = pages.client(scheme, pages.settings().maxRetries(3));
        CompletionStage<StreamedPage> call = client.streamTasks(PAGE, taker);
        taker.awaitGroups(1);

        client.close();
        taker.release();

        assertThat(failure(call)).hasMessageContaining("client was closed");
        await().during(Duration.ofMillis(300)).until(() -> pages.made() < 50 && taker.groups.size() == 1);
    }

    @ParameterizedTest
    @EnumSource
    void pagesThatAreGivenUpKeepNoConnectionThatWasUsedBefore(Scheme scheme) {
        HttpLinkupClient client = pages.client(
                scheme,
                pages.settings(),
                HttpSettings.builder().connectionsPerRoute(2).maxTotalConnections(2));
        pages.addLarge(100);
        for (int i = 0; i < 3; i++) {
            get(client.creditBalance());
            CompletableFuture<StreamedPage> refused = client.streamTasks(
                            PAGE, tasks -> CompletableFuture.failedFuture(new IllegalStateException("enough")))
                    .toCompletableFuture();
            assertThatThrownBy(() -> refused.get(20, TimeUnit.SECONDS)).hasMessageContaining("enough");

            get(client.creditBalance());
            HeldPageTaker taker = new HeldPageTaker();
            CompletableFuture<StreamedPage> cancelled =
                    client.streamTasks(PAGE, taker).toCompletableFuture();
            taker.awaitGroups(1);
            cancelled.cancel(true);
        }

        assertThat(get(client.creditBalance())).isNotNull();
    }
}

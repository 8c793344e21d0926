package io.github.camellinkup.engine.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.TaskSink;
import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupTooManyRequestsException;
import io.github.camellinkup.client.model.StreamedPage;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What a walk does about a page that breaks off: two pages of one task each, the second of which fails at first. */
class BrokenPagesTest {

    private final Deque<Runnable> work = new ArrayDeque<>();
    private final List<String> met = new ArrayList<>();
    private final List<Integer> pages = new ArrayList<>();
    private Throwable failure = FakeApi.uncertain();

    /** What the broken page has handed on, and nobody has looked at. */
    private Runnable late;

    private CompletionStage<StreamedPage> page(TaskQuery query, TaskSink sink) {
        pages.add(query.page());
        CompletionStage<Void> taken = sink.take(List.of(Calls.task("task " + query.page())));
        if (pages.equals(List.of(1, 2))) {
            late = work.removeLast();
            return CompletableFuture.failedFuture(failure);
        }
        return taken.thenApply(done -> new StreamedPage(query.page(), 1, 2, 2, null, 1, 0));
    }

    private CompletableFuture<Void> walk() {
        CreationWalk.Listener listener = new CreationWalk.Listener() {
            @Override
            public void met(Task task) {
                met.add(task.id());
            }

            @Override
            public void passedOver(String id, Instant latest) {
                throw new AssertionError("no task is too large");
            }
        };
        CompletableFuture<Void> walk = new CreationWalk(this::page, Set.of(), Instant.MIN, listener, work::add)
                .walk()
                .toCompletableFuture();
        while (!work.isEmpty()) {
            work.remove().run();
        }
        return walk;
    }

    @Test
    void whatIsStillUnderWayOfItIsNotShownBesideWhatIsReadAgain() {
        assertThat(walk()).isCompleted();
        assertThat(pages).containsExactly(1, 2, 2);

        late.run();

        assertThat(met).containsExactly("task 1", "task 2");
    }

    @Test
    void itIsNotReadAgainAtOnceIfLinkupAsksToWait() {
        failure = new LinkupTooManyRequestsException(
                "Too many", new ErrorAnswer(429, Optional.empty(), List.of(), Optional.of(Duration.ofHours(1))));

        assertThat(walk()).isCompletedExceptionally();

        assertThat(pages).containsExactly(1, 2);
    }
}

package io.github.camellinkup.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.RawJson;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskFeedTest {

    private final List<String> heard = new ArrayList<>();
    private final List<List<Task>> groups = new ArrayList<>();
    private CompletableFuture<Void> stage = CompletableFuture.completedFuture(null);

    private final TaskFeed feed = new TaskFeed(this::take, new Journal());

    @Test
    void whatHasArrivedGoesOnAtOnce() {
        add(3, 10);
        feed.handOn();

        assertThat(groups).extracting(List::size).containsExactly(3);
        assertThat(heard).containsExactly("taken", "room");
    }

    @Test
    void whatArrivesWhileTheSinkIsBusyGoesOnTogether() {
        stage = new CompletableFuture<>();
        add(1, 10);
        feed.handOn();
        for (int i = 0; i < 5; i++) {
            add(1, 10);
            feed.handOn();
        }
        assertThat(groups).hasSize(1);
        assertThat(feed.isTaking()).isTrue();
        assertThat(heard).isEmpty();

        release();

        assertThat(groups).extracting(List::size).containsExactly(1, 5);
        assertThat(heard).containsExactly("taken", "taken", "room");
    }

    @Test
    void aGroupHasNoMoreThanAHundredTasks() {
        add(250, 10);
        feed.handOn();

        assertThat(groups).extracting(List::size).containsExactly(100, 100, 50);
    }

    @Test
    void aGroupHasNoMoreThanFourMegabytes() {
        add(9, 1_500_000);
        feed.handOn();

        assertThat(groups).extracting(List::size).containsExactly(2, 2, 2, 2, 1);
    }

    @Test
    void aTaskLargerThanAGroupGoesAlone() {
        add(2, 5_000_000);
        add(1, 10);
        feed.handOn();

        assertThat(groups).extracting(List::size).containsExactly(1, 1, 1);
    }

    @Test
    void theEndIsToldWhenTheLastGroupIsTaken() {
        stage = new CompletableFuture<>();
        add(1, 10);
        feed.handOn();
        feed.complete();
        feed.handOn();
        assertThat(heard).isEmpty();

        release();

        assertThat(heard).containsExactly("taken", "ended");
        feed.handOn();
        assertThat(heard).hasSize(2);
    }

    @Test
    void theEndOfNothingIsToldAtOnce() {
        feed.complete();
        feed.handOn();

        assertThat(heard).containsExactly("ended");
        assertThat(feed.hasHandedOn()).isFalse();
    }

    @Test
    void nothingGoesOnAfterAFailureOfTheSink() {
        stage = new CompletableFuture<>();
        add(150, 10);
        feed.handOn();

        stage.completeExceptionally(new CompletionException(new IllegalStateException("full")));
        add(1, 10);
        feed.complete();
        feed.handOn();

        assertThat(groups).hasSize(1);
        assertThat(heard).containsExactly("failed java.lang.IllegalStateException: full");
    }

    @Test
    void nothingGoesOnAndNothingIsToldOnceItIsClosed() {
        stage = new CompletableFuture<>();
        add(150, 10);
        feed.handOn();

        feed.close();
        release();

        assertThat(groups).hasSize(1);
        assertThat(heard).containsExactly("taken");
    }

    @Test
    void aSinkThatIsAlwaysDoneAtOnceCannotExhaustTheStack() {
        add(1_000_000, 1);
        feed.handOn();

        assertThat(groups).hasSize(10_000);
    }

    @Test
    void theSinkIsCalledOnceAtATimeAndInOrderFromManyThreads() throws InterruptedException {
        AtomicInteger within = new AtomicInteger();
        AtomicInteger together = new AtomicInteger();
        List<String> ids = new ArrayList<>();
        CountDownLatch ended = new CountDownLatch(1);
        ExecutorService others = Executors.newFixedThreadPool(3);
        TaskFeed shared = new TaskFeed(
                tasks -> {
                    if (within.getAndIncrement() > 0) {
                        together.incrementAndGet();
                    }
                    tasks.forEach(task -> ids.add(task.id()));
                    within.decrementAndGet();
                    return CompletableFuture.runAsync(() -> {}, others);
                },
                new Journal() {
                    @Override
                    public void ended() {
                        ended.countDown();
                    }

                    @Override
                    public void taken() {}

                    @Override
                    public void hasRoom() {}
                });

        for (int i = 0; i < 20_000; i++) {
            shared.add(task(String.valueOf(i), 10));
            shared.handOn();
        }
        shared.complete();
        shared.handOn();

        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        others.shutdown();
        assertThat(together).hasValue(0);
        assertThat(ids)
                .isEqualTo(IntStream.range(0, 20_000).mapToObj(String::valueOf).toList());
    }

    private CompletionStage<Void> take(List<Task> tasks) {
        groups.add(tasks);
        return stage;
    }

    /** Lets the sink be done, now and from now on. */
    private void release() {
        CompletableFuture<Void> busy = stage;
        stage = CompletableFuture.completedFuture(null);
        busy.complete(null);
    }

    private void add(int number, int bytes) {
        for (int i = 0; i < number; i++) {
            feed.add(task("1", bytes));
        }
    }

    private static Task task(String id, int bytes) {
        return new Task(
                id, "search", TaskStatus.COMPLETED, null, null, null, null, null, RawJson.wrap(new byte[bytes]));
    }

    private class Journal implements TaskFeed.Listener {

        @Override
        public void taken() {
            heard.add("taken");
        }

        @Override
        public void hasRoom() {
            heard.add("room");
        }

        @Override
        public void ended() {
            heard.add("ended");
        }

        @Override
        public void sinkFailed(Throwable cause) {
            heard.add("failed " + cause);
        }
    }
}

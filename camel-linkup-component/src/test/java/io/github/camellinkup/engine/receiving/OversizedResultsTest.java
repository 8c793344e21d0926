package io.github.camellinkup.engine.receiving;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.OversizedTask;
import io.github.camellinkup.client.model.RawJson;
import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.listing.PageNotes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Results that are larger than is taken: nobody gets them, nobody is kept from the others, and each is read once. */
class OversizedResultsTest {

    private final SimulatedList list = new SimulatedList();

    @Test
    void allOthersAreEmittedAndTheseAreGivenUpAfterOneReadAlone() {
        for (int i = 0; i < 1_000; i++) {
            list.add(
                    "task" + i,
                    "search",
                    Duration.ofMillis(i),
                    Duration.ofSeconds(10).plusMillis(i));
        }
        // The first and the last of the list, several in a row, and what falls on the ends of pages.
        Set<String> oversized = new HashSet<>();
        IntStream.of(0, 99, 100, 400, 401, 402, 499, 500, 899, 900, 998, 999).forEach(i -> oversized.add("task" + i));
        oversized.forEach(list::oversize);
        ReceiverRun run = new ReceiverRun(list);
        IntStream.range(0, 1_000).forEach(i -> run.remember("task" + i));
        list.advance(Duration.ofMinutes(1));

        run.poll(Duration.ofMinutes(2));

        assertThat(run.lags).hasSize(1_000 - oversized.size()).doesNotContainKeys(oversized.toArray(String[]::new));
        assertThat(run.unreadable)
                .extracting(FinishedTask::id)
                .containsExactlyInAnyOrder(oversized.toArray(String[]::new));
        assertThat(list.singles()).isEqualTo(oversized.size());
        assertThat(run.repository.outstanding(Set.of(), list.now()).isEmpty()).isTrue();
    }

    @Test
    void theOnlyOneLeftIsReadOnce() {
        list.add("giant", "search", Duration.ZERO, Duration.ofSeconds(1));
        list.oversize("giant");
        ReceiverRun run = new ReceiverRun(list);
        run.remember("giant");

        run.poll(Duration.ofMinutes(10));

        assertThat(list.reads()).isEqualTo(1);
        assertThat(run.unreadable).singleElement().satisfies(task -> {
            assertThat(task.id()).isEqualTo("giant");
            assertThat(task.unreadable()).hasMessage("too large");
            assertThat(task.isExpired()).isFalse();
            assertThat(task.isFailed()).isFalse();
        });
    }

    @Test
    void oneThatAPagePassesOverIsReadAloneAtOnceThoughManyAreOutstanding() {
        for (int i = 0; i < 100; i++) {
            list.add("task" + i, "search", Duration.ZERO, i == 50 ? Duration.ofSeconds(1) : Duration.ofHours(1));
        }
        list.oversize("task50");
        ReceiverRun run = new ReceiverRun(list);
        IntStream.range(0, 100).forEach(i -> run.remember("task" + i));
        list.advance(Duration.ofSeconds(1));

        run.poll(Duration.ofSeconds(6));

        assertThat(run.unreadable).extracting(FinishedTask::id).containsExactly("task50");
        assertThat(list.singles()).isEqualTo(1);
    }

    @Test
    void someoneElsesIsNotReadAlone() {
        list.add("theirs", "search", Duration.ZERO, Duration.ofSeconds(1));
        list.oversize("theirs");
        ReceiverRun run = new ReceiverRun(list);
        for (int i = 0; i < 10; i++) {
            list.add("mine" + i, "search", Duration.ZERO, Duration.ofSeconds(30));
            run.remember("mine" + i);
        }

        run.poll(Duration.ofMinutes(1));

        assertThat(run.lags).hasSize(10);
        assertThat(list.singles()).isZero();
        assertThat(run.unreadable).isEmpty();
    }

    @Test
    void itHasItsPlaceAndItsTimesInThePage() {
        PageNotes notes = new PageNotes(SortBy.UPDATED_AT, "c");

        notes.add(List.of(task("b", 5), task("c", 4)));
        notes.addOversized(List.of(oversized(0, "a", 6), oversized(3, "d", 3)));

        assertThat(notes.tasks()).isEqualTo(4);
        assertThat(notes.first()).isEqualTo(Instant.ofEpochSecond(6));
        assertThat(notes.last()).isEqualTo(Instant.ofEpochSecond(3));
        assertThat(notes.lastId()).isEqualTo("d");
        assertThat(notes.boundaryAt()).isEqualTo(2);
    }

    @Test
    void oneOfWhichNothingIsKnownIsNotTakenForAnother() {
        OversizedTask unknown = new OversizedTask(1, null, null, null);
        PageNotes notes = new PageNotes(SortBy.CREATED_AT, null);

        notes.add(List.of(task("a", 5)));
        notes.addOversized(List.of(unknown));

        assertThat(notes.tasks()).isEqualTo(2);
        assertThat(notes.last()).isEqualTo(Instant.ofEpochSecond(5));
        assertThat(notes.boundaryAt()).isEqualTo(-1);
        PageNotes next = new PageNotes(SortBy.CREATED_AT, notes.lastId());
        next.add(List.of(task("a", 5), task("b", 6)));
        next.addOversized(List.of(unknown));
        assertThat(next.boundaryAt()).isEqualTo(-1);
    }

    @Test
    void aPageMayHoldNothingElse() {
        PageNotes notes = new PageNotes(SortBy.CREATED_AT, "a");

        notes.addOversized(List.of(oversized(0, "a", 6)));

        assertThat(notes.tasks()).isEqualTo(1);
        assertThat(notes.boundaryAt()).isZero();
    }

    private static Task task(String id, int second) {
        RawJson json = RawJson.wrap("{}".getBytes(StandardCharsets.UTF_8));
        Instant time = Instant.ofEpochSecond(second);
        return new Task(id, "search", TaskStatus.COMPLETED, time, time, json, json, null, json);
    }

    private static OversizedTask oversized(int place, String id, int second) {
        return new OversizedTask(place, id, Instant.ofEpochSecond(second), Instant.ofEpochSecond(second));
    }
}

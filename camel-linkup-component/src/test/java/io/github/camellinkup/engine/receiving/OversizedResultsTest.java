package io.github.camellinkup.engine.receiving;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.model.OversizedTask;
import io.github.camellinkup.client.model.RawJson;
import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Results that are larger than is taken, among others: nobody gets them, and nobody is kept from the others. */
class OversizedResultsTest {

    private final SimulatedList list = new SimulatedList();
    private final List<Throwable> failures = new ArrayList<>();

    @Test
    void allOthersAreEmittedAndTheseStayPending() {
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

        poll(run, Duration.ofMinutes(2));

        assertThat(run.lags).hasSize(1_000 - oversized.size()).doesNotContainKeys(oversized.toArray(String[]::new));
        assertThat(run.repository
                        .findAll(IntStream.range(0, 1_000)
                                .mapToObj(i -> "task" + i)
                                .toList())
                        .keySet())
                .isEqualTo(oversized);
        assertThat(failures).allSatisfy(failure -> assertThat(failure).isInstanceOf(LinkupUnknownException.class));
    }

    @Test
    void theOnlyOneLeftIsReadAloneAndTheReadsFailureIsThePolls() {
        list.add("giant", "search", Duration.ZERO, Duration.ofSeconds(1));
        list.oversize("giant");
        ReceiverRun run = new ReceiverRun(list);
        run.remember("giant");

        poll(run, Duration.ofMinutes(10));

        assertThat(failures).isNotEmpty().hasSize(list.singles()).allSatisfy(failure -> assertThat(failure)
                .hasMessage("too large"));
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

    private void poll(ReceiverRun run, Duration time) {
        Instant end = list.now().plus(time);
        while (list.now().isBefore(end)) {
            try {
                run.poll(Duration.between(list.now(), end));
            } catch (CompletionException e) {
                failures.add(e.getCause());
            }
        }
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

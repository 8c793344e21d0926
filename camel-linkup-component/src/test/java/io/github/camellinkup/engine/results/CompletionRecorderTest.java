package io.github.camellinkup.engine.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.LogCapture;
import io.github.camellinkup.engine.HandDrivenTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CompletionRecorderTest {

    private final HandDrivenTimer timer = new HandDrivenTimer();
    private final CompletionRecorder recorder = Recorders.of(timer);
    private final List<String> tries = new ArrayList<>();
    private final Set<String> written = new TreeSet<>();
    private final Set<String> unwritable = new TreeSet<>();
    private boolean down;

    private void record(String id) {
        recorder.record(id, () -> {
            tries.add(id);
            if (down || unwritable.contains(id)) {
                throw new IllegalStateException("read-only");
            }
            written.add(id);
        });
    }

    @Test
    void whatCanBeWrittenIsWrittenAtOnce() {
        record("a");

        assertThat(written).containsExactly("a");
        assertThat(timer.waiting()).isZero();
    }

    @Test
    void whileNothingCanBeWrittenOneIsTriedAtATimeWithGrowingWaits() {
        down = true;
        IntStream.range(0, 400).forEach(i -> record("task " + i));
        assertThat(tries).containsExactly("task 0");

        timer.advance(Duration.ofMinutes(10));
        assertThat(tries).hasSizeBetween(20, 40);

        down = false;
        timer.advance(Duration.ofSeconds(30));
        assertThat(written).hasSize(400);
        assertThat(timer.waiting()).isZero();
        record("next");
        assertThat(written).contains("next");
    }

    @Test
    void oneThatCannotBeWrittenHoldsUpNoOther() {
        unwritable.add("bad");
        record("bad");
        record("a");
        record("b");

        timer.advance(Duration.ofSeconds(1));

        assertThat(written).containsExactly("a", "b");
        record("c");
        timer.advance(Duration.ofSeconds(30));
        assertThat(written).contains("c");
        unwritable.clear();
        timer.advance(Duration.ofSeconds(30));
        assertThat(written).contains("bad");
    }

    @Test
    void itIsFullWithAThousandThatWait() {
        down = true;
        IntStream.range(0, 999).forEach(i -> record("task " + i));
        assertThat(recorder.isFull()).isFalse();
        record("one more");
        assertThat(recorder.isFull()).isTrue();
    }

    @Test
    void aStopTriesOnceMore() {
        down = true;
        IntStream.range(0, 50).forEach(i -> record("task " + i));
        down = false;
        try (LogCapture log = new LogCapture()) {
            recorder.close();
            assertThat(log.lines()).noneMatch(line -> line.contains("may be emitted again"));
        }

        assertThat(written).hasSize(50);
    }

    @Test
    void aStopSaysOnceWhatMayComeAgainAndDoesNotTryAllThatWaits() {
        down = true;
        IntStream.range(0, 50).forEach(i -> record("task " + i));
        tries.clear();
        try (LogCapture log = new LogCapture()) {
            recorder.close();
            timer.advance(Duration.ofHours(1));
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("may be emitted again"))
                    .singleElement()
                    .asString()
                    .contains("50 results", "task 0, task 1, ", "and 40 more", "read-only");
        }

        assertThat(tries).hasSize(3);
    }

    @Test
    void whatEndsAfterTheStopIsTriedOnce() {
        recorder.close();
        record("a");
        assertThat(written).containsExactly("a");

        down = true;
        try (LogCapture log = new LogCapture()) {
            record("b");
            assertThat(log.lines()).anyMatch(line -> line.contains("1 results") && line.contains("b"));
        }
        assertThat(timer.waiting()).isZero();
    }
}

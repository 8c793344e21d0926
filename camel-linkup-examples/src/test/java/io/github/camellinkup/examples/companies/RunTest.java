package io.github.camellinkup.examples.companies;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

public class RunTest {

    private final AtomicInteger ends = new AtomicInteger();
    private final Run run = new Run(5, counts -> {}, ends::incrementAndGet);

    @Test
    void isOverWhenAllIsSentAndAllSentHasFinished() {
        run.sent(List.of("a", "b"));
        run.finished("a", false, true);
        run.allSent();
        assertThat(ends).hasValue(0);

        run.finished("b", true, false);

        assertThat(ends).hasValue(1);
        assertThat(run.isOver()).isTrue();
    }

    @Test
    void resultsThatComeBeforeTheirCallReturnsDoNotEndIt() {
        run.finished("a", false, true);
        run.sent(List.of("a", "b"));
        run.allSent();
        assertThat(ends).hasValue(0);

        run.finished("b", false, true);

        assertThat(ends).hasValue(1);
        assertThat(run.counts().done()).isEqualTo(2);
    }

    @Test
    void isOverAtOnceWhenNothingHadToBeSent() {
        run.doneBefore();
        run.allSent();

        assertThat(ends).hasValue(1);
    }

    @Test
    void resultThatComesTwiceCountsOnce() {
        run.sent(List.of("a", "b"));
        run.allSent();

        run.finished("a", false, true);
        run.finished("a", false, true);

        assertThat(ends).hasValue(0);
        assertThat(run.counts().done()).isEqualTo(1);
    }

    @Test
    void waitsForWhatWasSentWhenNoMoreCanBeSent() {
        run.sent(List.of("a"));
        run.cannotSend(new IllegalStateException("no credits"));
        assertThat(ends).hasValue(0);

        run.finished("a", false, true);

        assertThat(ends).hasValue(1);
        assertThat(run.problem()).hasMessage("no credits");
    }

    @Test
    void endsWithoutWaitingWhenResultsCannotBeKept() {
        run.sent(List.of("a", "b"));
        run.cannotKeep(new IllegalStateException("disk full"));

        run.finished("a", false, true);
        run.finished("b", false, true);

        assertThat(ends).hasValue(1);
        assertThat(run.problem()).hasMessage("disk full");
    }

    @Test
    void endsWhenNothingHappensForLong() {
        run.sent(List.of("a"));
        run.endIfSilentFor(1);
        assertThat(ends).hasValue(0);

        run.endIfSilentFor(0);

        assertThat(ends).hasValue(1);
        assertThat(run.problem()).hasMessageContaining("Nothing has finished for 0 minutes");
        assertThat(run.counts().running()).isEqualTo(1);
    }

    @Test
    void rowsEndWhenTheRunIsOver() {
        Iterator<Integer> rows = run.untilOver(List.of(1, 2, 3).iterator());
        assertThat(rows.next()).isEqualTo(1);

        run.stop();

        assertThat(rows.hasNext()).isFalse();
    }

    @Test
    void taskOfAnEarlierRunCountsAsSentOnceItsRowIsMetWheneverItsResultComes() {
        run.finished("before", false, true);
        run.leftOver(List.of("between", "after"));
        run.finished("between", true, false);

        assertThat(run.takeOver("before")).isTrue();
        assertThat(run.takeOver("between")).isTrue();
        assertThat(run.takeOver("after")).isTrue();
        run.allSent();
        assertThat(ends).hasValue(0);
        run.finished("after", false, true);

        assertThat(ends).hasValue(1);
        assertThat(run.counts()).isEqualTo(new Counts(5, 0, 0, 0, 0, 3, 2, 1, 0, 0));
    }

    @Test
    void taskOfAnEarlierRunIsTakenOverOnce() {
        run.leftOver(List.of("a", "b"));
        run.takeOver("a");
        run.finished("b", false, true);
        run.takeOver("b");

        assertThat(run.takeOver("a")).isFalse();
        assertThat(run.takeOver("b")).isFalse();
        assertThat(run.takeOver("unknown")).isFalse();
    }

    @Test
    void resultsOfCompaniesThatAreNotInTheFileAreWaitedForAndCountedApart() {
        run.leftOver(List.of("stranger"));
        run.allSent();
        assertThat(ends).hasValue(0);

        run.finished("stranger", false, true);

        assertThat(ends).hasValue(1);
        assertThat(run.counts().notInFile()).isEqualTo(1);
        assertThat(run.counts().settled()).isZero();
    }

    @Test
    void countsAddUpToTheRows() {
        run.unusable();
        run.doneBefore();
        run.sent(List.of("a", "b"));
        run.finished("a", false, true);

        Counts counts = run.counts();

        assertThat(counts.settled() + counts.running() + counts.notSent()).isEqualTo(5);
        assertThat(counts.running()).isEqualTo(1);
        assertThat(counts.notSent()).isEqualTo(1);
    }
}

package io.github.camellinkup.examples.companies;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RunTest {

    private final AtomicInteger ends = new AtomicInteger();
    private final Run run = new Run(5, counts -> {}, ends::incrementAndGet);

    @Test
    void isOverWhenAllIsSentAndAllSentHasFinished() {
        run.sent(2);
        run.done();
        run.allSent();
        assertThat(ends).hasValue(0);

        run.failed();

        assertThat(ends).hasValue(1);
        assertThat(run.isOver()).isTrue();
    }

    @Test
    void resultsThatComeBeforeTheirCallReturnsDoNotEndIt() {
        run.done();
        run.sent(2);
        run.allSent();
        assertThat(ends).hasValue(0);

        run.done();

        assertThat(ends).hasValue(1);
    }

    @Test
    void isOverAtOnceWhenNothingHadToBeSent() {
        run.doneBefore();
        run.allSent();

        assertThat(ends).hasValue(1);
    }

    @Test
    void waitsForWhatWasSentWhenNoMoreCanBeSent() {
        run.sent(1);
        run.cannotSend(new IllegalStateException("no credits"));
        assertThat(ends).hasValue(0);

        run.done();

        assertThat(ends).hasValue(1);
        assertThat(run.problem()).hasMessage("no credits");
    }

    @Test
    void endsWithoutWaitingWhenResultsCannotBeKept() {
        run.sent(2);
        run.cannotKeep(new IllegalStateException("disk full"));

        run.done();
        run.done();

        assertThat(ends).hasValue(1);
        assertThat(run.problem()).hasMessage("disk full");
    }

    @Test
    void countsAddUpToTheRows() {
        run.unusable();
        run.doneBefore();
        run.sent(2);
        run.done();

        Counts counts = run.counts();

        assertThat(counts.settled() + counts.running() + counts.notSent()).isEqualTo(5);
        assertThat(counts.running()).isEqualTo(1);
        assertThat(counts.notSent()).isEqualTo(1);
    }
}

package io.github.camellinkup.engine.spend;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is counted on which day. */
class DailySpendTest {

    private static final BigDecimal PRICE = new BigDecimal("0.25");
    private static final Duration SECONDS = Duration.ofSeconds(2);

    private Instant now = Instant.parse("2026-03-01T23:59:59Z");
    private final DailySpend spend = new DailySpend(new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    });
    private Receipt yesterday;

    private Receipt count() {
        return spend.count(List.of(PRICE), null).receipts().get(0);
    }

    @BeforeEach
    void midnightPasses() {
        yesterday = count();
        spend.created("task of yesterday", yesterday);
        now = now.plus(SECONDS);
    }

    @Test
    void whatIsGivenBackAfterMidnightIsNotTakenOffTheNewDay() {
        count();

        spend.giveBack(yesterday);

        assertThat(spend.today()).isEqualByComparingTo("0.25");
    }

    @Test
    void aTaskOfYesterdayThatFailsTodayIsNotTakenOffToday() {
        count();

        spend.failed("task of yesterday");

        assertThat(spend.today()).isEqualByComparingTo("0.25");
    }

    @Test
    void aRequestOfYesterdayThatIsCreatedTodayIsNotTakenOffToday() {
        count();
        spend.created("created today", yesterday);

        spend.failed("created today");

        assertThat(spend.today()).isEqualByComparingTo("0.25");
    }

    @Test
    void aClockThatStepsBackOverMidnightDoesNotBeginADay() {
        Receipt receipt = count();
        now = now.minus(SECONDS);
        assertThat(spend.today()).isEqualByComparingTo("0.25");
        now = now.plus(SECONDS);
        assertThat(spend.today()).isEqualByComparingTo("0.25");

        spend.giveBack(receipt);

        assertThat(spend.today()).isEqualByComparingTo("0");
    }

    @Test
    void aTaskIsTakenOffOnceAtThePriceThatWasCounted() {
        count();
        spend.created("task", count());

        spend.failed("task");
        spend.failed("task");
        spend.failed("of another node");

        assertThat(spend.today()).isEqualByComparingTo("0.25");
    }

    @Test
    void ofTooManyTasksTheOldestStayCounted() {
        Receipt receipt = count();
        for (int i = 0; i <= DailySpend.MAX_TASKS; i++) {
            spend.created("task " + i, receipt);
        }

        spend.failed("task 0");
        assertThat(spend.today()).isEqualByComparingTo("0.25");
        spend.failed("task 1");
        assertThat(spend.today()).isEqualByComparingTo("0");
    }

    @Test
    void allOrNothingIsCounted() {
        List<BigDecimal> four = Collections.nCopies(4, PRICE);

        assertThat(spend.countAll(four, new BigDecimal("0.99")).refusal()).isNotNull();
        assertThat(spend.today()).isEqualByComparingTo("0");
        assertThat(spend.countAll(four, new BigDecimal("1.00")).receipts()).hasSize(4);
        assertThat(spend.today()).isEqualByComparingTo("1");
    }
}

package io.github.camellinkup.examples.companies.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class DurationTextTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S,0 s",
        "PT4.23S,4.2 s",
        "PT8.04S,8 s",
        "PT9.96S,10 s",
        "PT42.4S,42 s",
        "PT59.9S,1 min 0 s",
        "PT200S,3 min 20 s",
        "PT65M3S,1 h 5 min"
    })
    void isAsExactAsItIsOfUse(Duration duration, String text) {
        assertThat(DurationText.of(duration)).isEqualTo(text);
    }
}

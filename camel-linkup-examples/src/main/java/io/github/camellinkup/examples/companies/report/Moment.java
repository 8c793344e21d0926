package io.github.camellinkup.examples.companies.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * A time on the page: in UTC, until the script of the page turns it into local time.
 *
 * @param instant when
 */
record Moment(Instant instant) {

    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    /** For the browser. */
    String datetime() {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** For people. */
    String text() {
        return UTC.format(instant);
    }
}

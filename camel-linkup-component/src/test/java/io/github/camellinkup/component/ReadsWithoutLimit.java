package io.github.camellinkup.component;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Lets a component read as fast as it gets answers, where a test would take minutes at one read a second. */
public final class ReadsWithoutLimit {

    private ReadsWithoutLimit() {}

    /** To be called before the component starts. */
    public static void of(LinkupComponent component) {
        AtomicLong nanoTime = new AtomicLong();
        component.setTime(TestTime.of(
                Clock.systemUTC(),
                () -> nanoTime.addAndGet(Duration.ofSeconds(1).toNanos())));
    }
}

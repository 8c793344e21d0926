package io.github.camellinkup.component;

import io.github.camellinkup.engine.TaskEngine;
import java.math.BigDecimal;
import java.util.stream.Collectors;
import org.apache.camel.api.management.ManagedAttribute;

/** The JMX attributes of an account: what it spends, and what holds it up. All endpoints of a base URL and a key in the JVM show the same. */
public interface LinkupSpendAttributes {

    /** The engine with the numbers, or null before the first start. */
    TaskEngine taskEngine();

    @ManagedAttribute(description = "What was sent today (UTC) with the key, at list price in US$")
    default double getEstimatedSpend() {
        TaskEngine engine = taskEngine();
        return engine == null ? 0 : engine.spend().spentToday().doubleValue();
    }

    @ManagedAttribute(
            description = "What holds up calls of the account at present, such as KEY_REFUSED; empty if nothing does")
    default String getHeldUp() {
        TaskEngine engine = taskEngine();
        return engine == null
                ? ""
                : engine.account().problems().stream()
                        .map(problem -> problem.kind() + ": " + problem.message())
                        .collect(Collectors.joining("; "));
    }

    @ManagedAttribute(description = "The most to spend in a day at list price in US$; 0 if there is no limit")
    default double getSpendLimit() {
        TaskEngine engine = taskEngine();
        BigDecimal limit = engine == null ? null : engine.spend().limit();
        return limit == null ? 0 : limit.doubleValue();
    }
}

package io.github.camellinkup.component;

import io.github.camellinkup.engine.TaskEngine;
import io.github.camellinkup.engine.monitoring.AccountProblem;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.support.ScheduledPollConsumerHealthCheck;

/**
 * Whether results can come to a consumer at present. What Camel checks of every scheduled consumer counts too: whether it
 * has polled, and whether its polls fail.
 */
final class LinkupConsumerHealthCheck extends ScheduledPollConsumerHealthCheck {

    /** What holds up reads. */
    private static final Set<AccountProblem.Kind> OF_READS = EnumSet.of(
            AccountProblem.Kind.KEY_REFUSED, AccountProblem.Kind.RETRY_AFTER, AccountProblem.Kind.UNREACHABLE);

    private final LinkupConsumer consumer;

    LinkupConsumerHealthCheck(LinkupConsumer consumer, String id) {
        super(consumer, id);
        this.consumer = consumer;
    }

    @Override
    public Result call(Map<String, Object> options) {
        Result polls = super.call(options);
        if (!isEnabled()) {
            return polls;
        }
        List<HealthProblem> problems = problems();
        boolean isFailing = problems.isEmpty() && polls.getError().isPresent();
        if (isFailing && consumer.isFailingForLong()) {
            problems.add(new HealthProblem("READ_FAILED", polls.getError().get().getMessage()));
        }
        HealthCheckResultBuilder result = HealthCheckResultBuilder.on(this);
        if (isFailing && problems.isEmpty()) {
            return result.up().details(polls.getDetails()).build();
        }
        result.state(polls.getState());
        result.message(polls.getMessage().orElse(null));
        result.details(polls.getDetails());
        return problems.isEmpty()
                ? result.build()
                : HealthProblem.report(result, problems).build();
    }

    private List<HealthProblem> problems() {
        TaskEngine engine = consumer.taskEngine();
        Clock clock = consumer.getEndpoint().getComponent().clock();
        Instant startedAt = consumer.startedAt();
        if (engine == null || startedAt == null) {
            return new ArrayList<>();
        }
        Instant now = clock.instant();
        List<HealthProblem> problems = new ArrayList<>(HealthProblem.ofAccount(engine, OF_READS, now));
        HealthProblem.ofRepository(engine, now).ifPresent(problems::add);
        boolean isExpecting = consumer.getEndpoint().getConsumerConfiguration().getTaskScope() == TaskScope.submitted;
        if (problems.isEmpty() && isExpecting && consumer.subscription().isWaiting()) {
            HealthProblem.ofResults(engine, consumer.wantedTypes(), startedAt, now)
                    .ifPresent(problems::add);
        }
        return problems;
    }
}

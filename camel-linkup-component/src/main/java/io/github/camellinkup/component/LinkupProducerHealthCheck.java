package io.github.camellinkup.component;

import io.github.camellinkup.client.Account;
import io.github.camellinkup.engine.TaskEngine;
import io.github.camellinkup.engine.monitoring.AccountProblem;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;

/**
 * Whether the calls of an operation of an account can be made at present. It is about readiness: a restart would not help
 * against any of the problems.
 */
final class LinkupProducerHealthCheck implements HealthCheck {

    private final String id;
    private final LinkupOperations operation;
    private final List<TaskEngine> engines;
    private final Clock clock;
    private boolean enabled = true;

    /**
     * @param component its name
     * @param engines what makes the calls; more can be added later
     */
    LinkupProducerHealthCheck(
            String component, LinkupOperations operation, Account account, List<TaskEngine> engines, Clock clock) {
        this.id = "producer:" + component + "-" + operation + "-" + account.shortDigest();
        this.operation = operation;
        this.engines = engines;
        this.clock = clock;
    }

    @Override
    public String getGroup() {
        return "camel";
    }

    @Override
    public String getId() {
        return id;
    }

    @Override
    public boolean isEnabled() {
        return enabled;
    }

    @Override
    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    @Override
    public Result call(Map<String, Object> options) {
        HealthCheckResultBuilder result = HealthCheckResultBuilder.on(this);
        result.detail(CHECK_ID, getId());
        result.detail(CHECK_KIND, Kind.READINESS);
        if (enabled) {
            return HealthProblem.report(result, problems()).build();
        }
        return result.unknown().message("Disabled").detail(CHECK_ENABLED, false).build();
    }

    private List<HealthProblem> problems() {
        List<HealthProblem> problems = new ArrayList<>();
        for (TaskEngine engine : engines) {
            Set<AccountProblem.Kind> kinds = EnumSet.allOf(AccountProblem.Kind.class);
            if (!operation.hasTasks()) {
                kinds.remove(AccountProblem.Kind.QUEUE_FULL);
            }
            if (engine.spend().limit() == null) {
                kinds.remove(AccountProblem.Kind.SPEND_LIMIT_REACHED);
            }
            if (operation == LinkupOperations.credits) {
                kinds.removeAll(HealthProblem.OF_PAID_CALLS);
            }
            HealthProblem.ofAccount(engine, kinds, clock.instant()).stream()
                    .filter(problem -> !problems.contains(problem))
                    .forEach(problems::add);
            if (operation.hasTasks()) {
                HealthProblem.ofRepository(engine, clock.instant()).ifPresent(problems::add);
            }
        }
        return problems;
    }
}

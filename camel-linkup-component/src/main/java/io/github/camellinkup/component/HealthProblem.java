package io.github.camellinkup.component;

import io.github.camellinkup.engine.TaskEngine;
import io.github.camellinkup.engine.monitoring.AccountProblem;
import io.github.camellinkup.engine.monitoring.AccountProblem.Kind;
import io.github.camellinkup.engine.monitoring.TaskEventType;
import io.github.camellinkup.engine.repository.Outstanding;
import io.github.camellinkup.engine.repository.TaskRepositoryException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.health.HealthCheckResultBuilder;

/**
 * Why an endpoint does not do its work at present.
 *
 * @param state what it is: a {@link Kind}, {@code REPOSITORY_UNREACHABLE}, {@code READ_FAILED} or {@code NO_RESULT}
 * @param message what to do about it
 */
record HealthProblem(String state, String message) {

    /** A minute without an answer is ordinary, and so is a batch that waits for room in a full queue. */
    private static final Map<Kind, Duration> PATIENCE =
            Map.of(Kind.UNREACHABLE, Duration.ofMinutes(1), Kind.QUEUE_FULL, Duration.ofMinutes(10));

    /** What does not hold up calls that cost nothing. */
    static final Set<Kind> OF_PAID_CALLS =
            EnumSet.of(Kind.CREDITS_SPENT, Kind.BUDGET_REACHED, Kind.SPEND_LIMIT_REACHED);

    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration LONGEST_OF_RESEARCH = Duration.ofHours(1);

    private static final String RESEARCH = "research";

    /** What shows that results come. */
    private static final Set<TaskEventType> RESULTS = EnumSet.of(
            TaskEventType.EMITTED,
            TaskEventType.DELIVERY_FAILED,
            TaskEventType.GIVEN_UP,
            TaskEventType.RESUBMITTED,
            TaskEventType.SKIPPED,
            TaskEventType.ERROR_HANDLED,
            TaskEventType.EXPIRED);

    /**
     * What is wrong with an account. Asks Linkup for the credits if nothing was heard of it for a minute; the next
     * check tells the answer.
     *
     * @param kinds what would hold up the calls in question
     */
    static List<HealthProblem> ofAccount(TaskEngine engine, Set<Kind> kinds, Instant now) {
        engine.askIfSilent();
        List<HealthProblem> problems = new ArrayList<>();
        for (AccountProblem problem : engine.account().problems()) {
            Duration patience = PATIENCE.getOrDefault(problem.kind(), Duration.ZERO);
            boolean isTooYoung = problem.since().plus(patience).isAfter(now);
            if (kinds.contains(problem.kind()) && !isTooYoung) {
                problems.add(new HealthProblem(problem.kind().name(), problem.message()));
            }
        }
        return problems;
    }

    /** Whether the task repository cannot be used. */
    static Optional<HealthProblem> ofRepository(TaskEngine engine, Instant now) {
        try {
            engine.repository().outstanding(Set.of(), now, 1);
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(ofRepository(e));
        }
    }

    /** @param failure of a call of the task repository */
    static HealthProblem ofRepository(RuntimeException failure) {
        // The message of a repository of the user could hold anything.
        String message = failure instanceof TaskRepositoryException
                ? failure.getMessage()
                : "The task repository fails with " + failure.getClass().getName();
        return new HealthProblem("REPOSITORY_UNREACHABLE", message);
    }

    /**
     * Whether results should have come: tasks are outstanding for long, and none of them came to its end.
     *
     * @param types the task types wanted; empty means all
     * @param since when the consumer began
     */
    static Optional<HealthProblem> ofResults(TaskEngine engine, Set<String> types, Instant since, Instant now) {
        Set<String> quick = new HashSet<>(
                engine.repository().outstanding(types, now).countByType().keySet());
        Set<String> research = quick.remove(RESEARCH) ? Set.of(RESEARCH) : Set.of();
        return late(engine, quick, LONGEST, since, now)
                .or(() -> late(engine, research, LONGEST_OF_RESEARCH, since, now));
    }

    private static Optional<HealthProblem> late(
            TaskEngine engine, Set<String> types, Duration longest, Instant since, Instant now) {
        if (types.isEmpty()) {
            return Optional.empty();
        }
        Outstanding outstanding = engine.repository().outstanding(types, now);
        if (outstanding.isEmpty()) {
            // Their results have come meanwhile.
            return Optional.empty();
        }
        Instant lastResult = engine.statistics().lastTime(RESULTS, types);
        Instant waitingSince = latest(outstanding.oldest(), latest(since, lastResult));
        if (waitingSince.plus(longest).isAfter(now)) {
            return Optional.empty();
        }
        return Optional.of(new HealthProblem(
                "NO_RESULT",
                outstanding.count() + " tasks (" + String.join(", ", new TreeSet<>(types))
                        + ") are outstanding, and no result has come since " + waitingSince
                        + ", which is longer than they take"));
    }

    private static Instant latest(Instant one, Instant other) {
        return other == null || one.isAfter(other) ? one : other;
    }

    /** Up without a problem; else down, with the first problem as the message, and without a stack trace. */
    static HealthCheckResultBuilder report(HealthCheckResultBuilder result, List<HealthProblem> problems) {
        if (problems.isEmpty()) {
            return result.up();
        }
        List<String> states = problems.stream().map(HealthProblem::state).toList();
        HealthProblem first = problems.get(0);
        return result.down()
                .message(first.state() + ": " + first.message())
                .detail("linkup.state", String.join(", ", states));
    }
}

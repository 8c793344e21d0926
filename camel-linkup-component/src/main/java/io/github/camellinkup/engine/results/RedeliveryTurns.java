package io.github.camellinkup.engine.results;

import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.results.TaskSelection.FailedDelivery;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How results whose exchanges have failed are read again: a few of them one by one, many of them by a walk, and what the
 * walk did not bring one by one after all, because it is in no list any more. Not thread-safe.
 */
final class RedeliveryTurns {

    /** So many are looked for one by one; more of them in the list. */
    private static final int FEW = 5;

    /** Those that the next walk should bring. */
    private final Set<String> toSeek = new HashSet<>();

    /** Those that the last walk should have brought: what is still due after it is in no list. */
    private final Set<String> sought = new HashSet<>();

    private boolean lastWasOne;

    /**
     * The result to read alone now; it has every other turn at the most, because others wait too.
     *
     * @param due what is due to be read again
     * @param onlyThese whether nothing else is waited for
     * @param catchingUp whether a walk or a sweep is under way
     */
    Optional<PendingTask> next(List<FailedDelivery> due, boolean onlyThese, boolean catchingUp) {
        if (!catchingUp) {
            sought.retainAll(ids(due));
        }
        Optional<PendingTask> alone = due.stream()
                .map(FailedDelivery::task)
                .filter(task -> due.size() <= FEW || !catchingUp && sought.contains(task.id()))
                .findFirst();
        lastWasOne = alone.isPresent() && (onlyThese || !lastWasOne);
        return lastWasOne ? alone : Optional.empty();
    }

    /**
     * From when on the list is to be read again, because there are many: when the first of them had finished. Empty if
     * that is not needed, or not known.
     */
    Optional<Instant> seekFrom(List<FailedDelivery> due) {
        if (due.size() - sought.size() <= FEW) {
            return Optional.empty();
        }
        toSeek.addAll(ids(due));
        return due.stream()
                .map(FailedDelivery::finishedAt)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder());
    }

    /** Whether a walk is to bring some of them. */
    boolean isSeeking() {
        return !sought.isEmpty();
    }

    /** A walk down the list begins. */
    void walkBegins() {
        sought.addAll(toSeek);
        toSeek.clear();
    }

    private static Set<String> ids(List<FailedDelivery> due) {
        return due.stream().map(delivery -> delivery.task().id()).collect(Collectors.toSet());
    }
}

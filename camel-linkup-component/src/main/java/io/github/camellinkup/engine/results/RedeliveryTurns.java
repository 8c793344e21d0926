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
 * Chooses how results whose exchanges have failed are read again: a few of them alone, many of them by a scan of the list.
 * Those that the scan did not bring are read alone, because they are in no list any more. Not thread-safe.
 */
final class RedeliveryTurns {

    /** So many are read alone; more of them in the list. */
    private static final int FEW = 5;

    /** Those that the next scan should bring. */
    private final Set<String> forNextScan = new HashSet<>();

    /** Those that the last scan should have brought: if they are still due after it, they are in no list. */
    private final Set<String> ofLastScan = new HashSet<>();

    private boolean lastWasOne;

    /**
     * The result to read alone now. At most every second read is such a one, because other results wait too.
     *
     * @param due what is due to be read again
     * @param onlyThese whether no other result is wanted
     * @param isScanning whether a scan is in progress
     */
    Optional<PendingTask> next(List<FailedDelivery> due, boolean onlyThese, boolean isScanning) {
        if (!isScanning) {
            ofLastScan.retainAll(ids(due));
        }
        Optional<PendingTask> alone = due.stream()
                .map(FailedDelivery::task)
                .filter(task -> due.size() <= FEW || !isScanning && ofLastScan.contains(task.id()))
                .findFirst();
        lastWasOne = alone.isPresent() && (onlyThese || !lastWasOne);
        return lastWasOne ? alone : Optional.empty();
    }

    /**
     * Where a scan for many of them has to end: when the first of them finished. Empty if no scan is needed, or that is
     * not known.
     */
    Optional<Instant> seekFrom(List<FailedDelivery> due) {
        if (due.size() - ofLastScan.size() <= FEW) {
            return Optional.empty();
        }
        forNextScan.addAll(ids(due));
        return due.stream()
                .map(FailedDelivery::finishedAt)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder());
    }

    /** A scan of the list begins. */
    void scanBegins() {
        ofLastScan.addAll(forNextScan);
        forNextScan.clear();
    }

    private static Set<String> ids(List<FailedDelivery> due) {
        return due.stream().map(delivery -> delivery.task().id()).collect(Collectors.toSet());
    }
}

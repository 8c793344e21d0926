package io.github.camellinkup.engine.receiving;

import io.github.camellinkup.client.model.StreamedPage;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.receiving.TaskSelection.FailedDelivery;
import io.github.camellinkup.engine.repository.PendingTask;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Decides for each turn what to read, so that a call brings as many results as it can.
 *
 * <ul>
 *   <li>The head of the list, sorted by when tasks finished, brings what is new. As long as its first page reaches back to
 *       what was covered before, one page a turn is all there is to read.
 *   <li>If it does not, there is a gap. It is closed by walking on, or, where that is shorter, by a sweep: a walk over the
 *       part of the list, sorted by creation, in which the outstanding tasks lie. However many tasks of others finish
 *       meanwhile, a sweep does not get longer.
 *   <li>A single task is read where a page would hardly bring more: when one is outstanding, when its exchange has failed,
 *       and when it has been out for so long that it may have expired.
 * </ul>
 *
 * <p>Not thread-safe but where said otherwise.
 */
final class PollingPlan {

    /** A turn that is due so soon is worth waiting for. */
    private static final Duration PATIENCE = Duration.ofMillis(1_100);

    /** While a sweep lasts, the head of the list is glanced at once in so many turns. */
    private static final int GLANCE_EVERY = 25;

    /** After so many turns without a result it is time to look elsewhere. */
    private static final int FRUITLESS_TURNS = 5;

    /** A page is worth its turn if one in so many of its tasks is wanted. */
    private static final int ENOUGH = 4;

    private static final Set<TaskStatus> FINAL = Set.of(TaskStatus.COMPLETED, TaskStatus.FAILED);

    private final TaskSelection selection;
    private final boolean filters;
    private final Set<String> types;
    private final PollingPace pace;
    private final PageSize pageSize = new PageSize();
    private final StaleTasks stale;
    private final FewTasks few = new FewTasks();
    private final SweepSchedule sweeps;
    private final RedeliveryTurns redeliveries = new RedeliveryTurns();
    private final Overlap overlap;

    private final AtomicReference<Instant> lookBack = new AtomicReference<>();
    private Set<String> listedTypes;
    private Instant covered;
    private HeadWalk walk;
    private Sweep sweep;
    private Instant sweepCovers;
    private Demand demand = Demand.NOTHING;
    private boolean headReachesBack = true;
    private int fruitless;
    private int sweepTurns;

    /**
     * @param filters whether lists can be limited to statuses and types
     * @param types the types wanted; empty means all
     * @param nanoTime a clock that only goes forward, in nanoseconds
     */
    PollingPlan(TaskSelection selection, boolean filters, Set<String> types, LongSupplier nanoTime) {
        this.selection = selection;
        this.filters = filters;
        this.types = types;
        this.listedTypes = types;
        this.pace = new PollingPace(nanoTime);
        this.stale = new StaleTasks(nanoTime);
        this.sweeps = new SweepSchedule(nanoTime);
        this.overlap = new Overlap(nanoTime);
        this.covered = selection.since();
    }

    /** How long until the next turn is due, for the demand that was found last. */
    Duration untilDue() {
        return isCatchingUp() || stale.isFindingMore() ? Duration.ZERO : pace.untilDue(demand);
    }

    /** Tasks have become known late: what finished since then is looked for again. Thread-safe. */
    void lookBack(Instant createdAt) {
        lookBack.accumulateAndGet(createdAt, (old, more) -> old == null || more.isBefore(old) ? more : old);
    }

    private void lookBack() {
        Instant time = lookBack.getAndSet(null);
        if (time == null) {
            return;
        }
        if (covered == null || time.isBefore(covered)) {
            // A walk that is under way ends before them.
            walk = null;
        }
        if (covered != null && time.isBefore(covered)) {
            covered = time;
        }
        if (sweepCovers != null && time.isBefore(sweepCovers)) {
            // A sweep that is under way may be past them.
            sweepCovers = time;
        }
    }

    /** The next turn; empty if nothing is waited for, or the turn is not due soon. */
    Optional<Turn> next() {
        demand = selection.demand();
        lookBack();
        if (demand.isNothing()) {
            walk = null;
            sweep = null;
            fruitless = 0;
            stale.clear();
            sweeps.forget();
            listedTypes = types;
            return Optional.empty();
        }
        listOutstandingTypes();
        if (untilDue().compareTo(PATIENCE) > 0) {
            return Optional.empty();
        }
        pace.read();
        return Optional.of(task().<Turn>map(Turn.ReadTask::new).orElseGet(this::page));
    }

    /**
     * Lists are limited to the types that are outstanding, so that others' tasks of other types cost nothing. A type that
     * was outstanding stays listed until nothing is: leaving it out would move the list under a walk.
     */
    private void listOutstandingTypes() {
        if (demand.isUnknown()
                || !types.isEmpty()
                || listedTypes.containsAll(demand.countByType().keySet())) {
            return;
        }
        Set<String> more = new HashSet<>(listedTypes);
        more.addAll(demand.countByType().keySet());
        listedTypes = more;
        walk = null;
        sweep = null;
        sweeps.forget();
        // What was covered, was so without the tasks of the new type.
        covered = null;
    }

    /** Whether there is more to read at once. */
    boolean isCatchingUp() {
        return sweep != null || walk != null;
    }

    private Optional<PendingTask> task() {
        List<FailedDelivery> due = selection.dueAgain();
        boolean onlyThese = !demand.isUnknown() && demand.waiting() <= due.size();
        Optional<PendingTask> again = redeliveries.next(due, onlyThese, isCatchingUp());
        if (again.isPresent()) {
            return again;
        }
        if (!isCatchingUp()) {
            redeliveries
                    .seekFrom(due)
                    .filter(oldest -> covered != null && oldest.isBefore(covered))
                    .ifPresent(oldest -> covered = oldest);
        }
        if (demand.isUnknown()) {
            return Optional.empty();
        }
        boolean listBringsLess = headReachesBack ? demand.waiting() == 1 : demand.waiting() <= 3;
        if (listBringsLess && sweep == null) {
            stale.endRun();
            return few.next(selection);
        }
        return stale.next(selection, fruitless >= FRUITLESS_TURNS);
    }

    private Turn page() {
        if (sweep != null) {
            sweepTurns++;
            return sweepTurns % GLANCE_EVERY == 0 ? turn(head(), false) : turn(sweep, true);
        }
        if (walk == null && sweeps.isDue(demand, fruitless >= FRUITLESS_TURNS)) {
            startSweep(covered);
            return turn(sweep, true);
        }
        if (walk == null) {
            walk = head();
            redeliveries.walkBegins();
        }
        return turn(walk, true);
    }

    private HeadWalk head() {
        Instant end = demand.isUnknown() ? overlap.floorOfNextWalk(covered) : floor();
        return new HeadWalk(end);
    }

    /** Nothing that is outstanding and was not covered has finished before. */
    private Instant floor() {
        boolean createdLater = covered == null || demand.oldest().isAfter(covered);
        return createdLater ? demand.oldest() : covered;
    }

    private Turn turn(ListWalk along, boolean lasting) {
        PageChoice page = along.next(pageSize.get());
        TaskQuery query = new TaskQuery(
                page.number(),
                page.size(),
                along.sortBy(),
                along.direction(),
                filters ? FINAL : Set.of(),
                filters ? listedTypes : Set.of());
        return new Turn.ReadPage(along, page, query, lasting);
    }

    /** A page was read whole. */
    void read(Turn.ReadPage turn, StreamedPage told, PageNotes notes, int found) {
        pageSize.read(told, turn.query().pageSize());
        sweeps.listed(told.total());
        noteFound(found);
        if (!turn.lasting()) {
            return;
        }
        turn.walk().read(turn.page(), told, notes);
        if (turn.walk() == sweep) {
            sweepGoesOn();
        } else if (turn.walk() == walk) {
            walkGoesOn(notes, found);
        }
    }

    /** A task was read. */
    void read(Turn.ReadTask turn, boolean found) {
        boolean foundStale = stale.read(turn.task().id(), found);
        if (!found) {
            selection.missed(turn.task());
        }
        if (foundStale) {
            // It does not tell that lists bring anything.
            pace.moved();
        } else {
            noteFound(found ? 1 : 0);
        }
    }

    /** A task could not be read. Another one comes first. */
    void failed(Turn.ReadTask turn) {
        stale.read(turn.task().id(), false);
        selection.missed(turn.task());
    }

    private void noteFound(int found) {
        fruitless = found > 0 ? 0 : fruitless + 1;
        if (found > 0) {
            pace.moved();
            sweeps.moved();
        }
    }

    private void walkGoesOn(PageNotes notes, int found) {
        if (walk.isAtEnd()) {
            headReachesBack = walk.pages() <= 1;
            Instant newest = walk.newest();
            walk = null;
            cover(newest);
        } else {
            headReachesBack = false;
            if (isHeadBetter(notes, found)) {
                walk = null;
            } else if (isSweepBetter(notes, found)) {
                startSweep(walk.newest());
                walk = null;
            }
        }
    }

    /**
     * While tasks finish about as fast as pages bring them, a walk down reads again what the list has moved back. A page
     * from the head brings more, as long as it is not mostly others' tasks. The rest is for a sweep, or for a walk when
     * the head brings less.
     */
    private boolean isHeadBetter(PageNotes notes, int found) {
        boolean bringsEnough = ENOUGH * found >= notes.tasks();
        return walk.pages() == 1 && bringsEnough && sweeps.isPossible(demand) && !redeliveries.isSeeking();
    }

    /** A sweep is better where it is shorter, and where others' tasks come in faster than a walk gets on. */
    private boolean isSweepBetter(PageNotes notes, int found) {
        if (!sweeps.isPossible(demand) || notes.first() == null || walk.boundary() == null) {
            return false;
        }
        boolean falling = walk.growth() >= pageSize.get() && 2 * found < notes.tasks();
        long page = Math.max(1, Duration.between(notes.last(), notes.first()).toMillis());
        long gap = Math.max(0, Duration.between(floor(), walk.boundary()).toMillis());
        return falling || sweeps.pages(demand, pageSize.get()) <= 1 + gap / page;
    }

    private void startSweep(Instant covers) {
        sweep = sweeps.sweep(demand);
        sweepCovers = covers;
        sweepTurns = 0;
    }

    private void sweepGoesOn() {
        if (sweep.isAtEnd()) {
            sweeps.swept(sweep);
            sweep = null;
            cover(sweepCovers);
        }
    }

    private void cover(Instant time) {
        if (time != null && (covered == null || time.isAfter(covered))) {
            covered = time;
            overlap.movedOn();
        }
        if (covered != null) {
            selection.covered(covered);
        }
    }
}

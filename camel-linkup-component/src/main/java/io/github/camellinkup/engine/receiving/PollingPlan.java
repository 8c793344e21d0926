package io.github.camellinkup.engine.receiving;

import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.StreamedPage;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.listing.HeadWalk;
import io.github.camellinkup.engine.listing.ListWalk;
import io.github.camellinkup.engine.listing.PageChoice;
import io.github.camellinkup.engine.listing.PageNotes;
import io.github.camellinkup.engine.listing.PageTold;
import io.github.camellinkup.engine.listing.Sweep;
import io.github.camellinkup.engine.receiving.TaskSelection.FailedDelivery;
import io.github.camellinkup.engine.repository.PendingTask;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
 *   <li>A single task is read where a page would hardly bring more: when few are outstanding, when its exchange has failed,
 *       and when it has been out for so long that it may have expired. Where a sweep would have more pages than there are
 *       outstanding tasks, because others fill the list faster than it can be read, each of them is read in turn.
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

    private static final Set<TaskStatus> FINAL = Set.of(TaskStatus.COMPLETED, TaskStatus.FAILED);

    private final TaskSelection selection;
    private final boolean filters;
    private final ListedTypes listedTypes;
    private final PollingPace pace;
    private final PageSize pageSize = new PageSize();
    private final StaleTasks stale;
    private final FewTasks few = new FewTasks();
    private final SweepSchedule sweeps;
    private final HeadYield headYield = new HeadYield();
    private final ListChoice choice;
    private final RedeliveryTurns redeliveries = new RedeliveryTurns();
    private final Coverage coverage;

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
        this.listedTypes = new ListedTypes(types);
        this.pace = new PollingPace(nanoTime);
        this.stale = new StaleTasks(nanoTime);
        this.sweeps = new SweepSchedule(nanoTime);
        this.choice = new ListChoice(sweeps, headYield);
        this.coverage = new Coverage(selection, nanoTime);
    }

    /** How long until the next turn is due, for the demand that was found last. */
    Duration untilDue() {
        boolean isMoreToRead = isCatchingUp() || stale.isFindingMore() || few.isRoundUnderWay(demand);
        return isMoreToRead ? Duration.ZERO : pace.untilDue(demand);
    }

    /** Tasks have become known late: what finished since then is looked for again. Thread-safe. */
    void lookBack(Instant createdAt) {
        coverage.lookBack(createdAt);
    }

    private void lookBack() {
        Instant time = coverage.askedToLookBack();
        if (time == null) {
            return;
        }
        few.roundIsBroken();
        if (coverage.time() == null) {
            // A walk that is under way ends before them.
            walk = null;
        } else if (coverage.isBeyond(time)) {
            walk = null;
            coverOnlyTo(time);
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
            few.clear();
            sweeps.forget();
            headYield.forget();
            listedTypes.nothingOutstanding();
            return Optional.empty();
        }
        if (listedTypes.outstanding(demand)) {
            beginAnew();
        }
        if (untilDue().compareTo(PATIENCE) > 0) {
            return Optional.empty();
        }
        pace.read();
        return Optional.of(task().<Turn>map(Turn.ReadTask::new).orElseGet(this::page));
    }

    /** The list has got tasks of other types. What was covered, was so without them. */
    private void beginAnew() {
        walk = null;
        sweep = null;
        few.clear();
        sweeps.forget();
        coverOnlyTo(null);
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
            redeliveries.seekFrom(due).filter(coverage::isBeyond).ifPresent(this::coverOnlyTo);
        }
        if (demand.isUnknown()) {
            return Optional.empty();
        }
        boolean listBringsLess =
                few.areBetterThanList(demand) || (headReachesBack ? demand.waiting() == 1 : demand.waiting() <= 3);
        if (listBringsLess && sweep == null) {
            stale.endRun();
            return few.next(selection);
        }
        return stale.next(selection, fruitless >= FRUITLESS_TURNS);
    }

    private Turn page() {
        if (sweep != null) {
            sweepTurns++;
            return sweepTurns % GLANCE_EVERY == 0
                    ? turn(new HeadWalk(SortBy.UPDATED_AT, coverage.endOfNextWalk(demand)), false)
                    : turn(sweep, true);
        }
        if (walk == null && few.areBetterThanList(demand)) {
            coverage.upTo(few.covered());
            return turn(new HeadWalk(SortBy.UPDATED_AT, coverage.endOfNextWalk(demand)), false);
        }
        if (walk == null && sweeps.isDue(demand, fruitless >= FRUITLESS_TURNS)) {
            startSweep(coverage.time());
            return turn(sweep, true);
        }
        if (walk == null) {
            walk = new HeadWalk(SortBy.UPDATED_AT, coverage.endOfNextWalk(demand));
            redeliveries.walkBegins();
        }
        return turn(walk, true);
    }

    private Turn turn(ListWalk along, boolean lasting) {
        PageChoice page = along.next(pageSize.get());
        TaskQuery query = new TaskQuery(
                page.number(),
                page.size(),
                along.sortBy(),
                along.direction(),
                filters ? FINAL : Set.of(),
                filters ? listedTypes.get() : Set.of());
        return new Turn.ReadPage(along, page, query, lasting);
    }

    /** A page was read whole. */
    void read(Turn.ReadPage turn, StreamedPage page, PageNotes notes, int found) {
        StreamedPage told = PageTold.plausible(page);
        pageSize.read(told, turn.query().pageSize());
        sweeps.listed(told.total());
        noteFound(found);
        noteYield(turn, told, notes, found);
        if (!turn.lasting()) {
            if (sweep == null) {
                few.listRunsOn(notes, demand, sweeps.leastPages(demand));
            }
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
        few.roundIsBroken();
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
            few.listIsRead();
            Instant newest = walk.newest();
            walk = null;
            headYield.covered();
            coverage.upTo(newest);
        } else {
            headReachesBack = false;
            if (walk.pages() == 1) {
                few.listRunsOn(notes, demand, sweeps.leastPages(demand));
            }
            leaveWalkIfOtherIsBetter(notes, found);
        }
    }

    private void noteYield(Turn.ReadPage turn, StreamedPage told, PageNotes notes, int found) {
        if (turn.walk() == sweep) {
            headYield.readElsewhere(told, found);
        } else if (turn.page().number() == 1) {
            headYield.readHead(
                    told, notes.tasks(), found, demand.isUnknown() ? 0 : notes.tasksBehind(coverage.floor(demand)));
        } else {
            headYield.readDeeper(told, found);
        }
    }

    private void leaveWalkIfOtherIsBetter(PageNotes notes, int found) {
        if (!sweeps.isPossible(demand)) {
            return;
        }
        int size = pageSize.get();
        Instant floor = coverage.floor(demand);
        if (!redeliveries.isSeeking() && few.areBetterThanList(demand)) {
            walk = null;
        } else if (!redeliveries.isSeeking() && choice.isHeadBetter(walk, floor, notes, demand, size)) {
            walk = null;
        } else if (choice.isSweepBetter(walk, floor, notes, demand, size, found)) {
            startSweep(walk.newest());
            walk = null;
        }
    }

    private void startSweep(Instant covers) {
        sweep = sweeps.sweep(demand);
        sweepCovers = covers;
        sweepTurns = 0;
    }

    private void sweepGoesOn() {
        if (sweep.isAtEnd()) {
            sweeps.swept(sweep);
            headYield.swept();
            sweep = null;
            coverage.upTo(sweepCovers);
        }
    }

    private void coverOnlyTo(Instant time) {
        coverage.onlyUpTo(time);
        headYield.forget();
    }
}

package io.github.camellinkup.engine.listing;

import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.SortDirection;
import io.github.camellinkup.client.model.StreamedPage;
import java.time.Instant;
import java.util.TreeMap;

/**
 * A walk up the list of finished tasks sorted by creation, the oldest first, over the part in which the outstanding tasks
 * lie. However many tasks that were created later finish meanwhile, that part stays where it is; it moves back as far as
 * tasks finish that are older, and up as old ones expire.
 *
 * <p>Pages overlap a little: a page that holds the task at which the one before ended, or begins with an older one, has
 * nothing between them, and shows by how much the list has moved. Where a page does neither, the sweep steps back and
 * reads again.
 *
 * <p>A sweep that had to give up seeking its beginning, or to go on without an overlap, can have missed a task, which the
 * next one finds.
 *
 * <p>Not thread-safe.
 */
public final class Sweep implements ListWalk {

    /** So many steps back in a row are enough: the list moves up faster than the sweep can follow. */
    private static final int MOST_STEPS_BACK = 5;

    /** After so many pages in a row that brought nothing new there is nothing more, whatever the list says it has. */
    private static final int MOST_BARREN = 10;

    /** After so many pages in a row that did not hold the end of the one before it has left the list. */
    private static final int MOST_STUCK = 5;

    private final BeginningSearch beginning;
    private final Instant to;

    /** How many tasks of the list lie before what is still to be read, as of the last page. */
    private int index;

    /** Whether the index is known, and not only estimated. */
    private boolean isIndexSure;

    /** The task at which the last page that brought something new ended. */
    private Instant boundary;

    private String boundaryId;

    private int stepsBack;

    /** How many pages in a row brought nothing that was not read before, nor the task at which the last one ended. */
    private int stuck;

    /** How many pages in a row brought nothing that was not read before. */
    private int barren;

    private final ListDrift drift = new ListDrift();
    private final TreeMap<Instant, Place> places = new TreeMap<>();
    private int pages;
    private boolean atEnd;

    /** Where a task was met: how many lay before it in a list of that size. */
    private record Place(int index, long total) {}

    /**
     * @param from the oldest time that is wanted
     * @param to the newest time that is wanted
     * @param guess a guess where the beginning lies, as the number of tasks before it
     */
    public Sweep(Instant from, Instant to, int guess) {
        this.beginning = new BeginningSearch(from, guess);
        this.to = to;
    }

    @Override
    public SortBy sortBy() {
        return SortBy.CREATED_AT;
    }

    @Override
    public SortDirection direction() {
        return SortDirection.ASC;
    }

    @Override
    public boolean isAtEnd() {
        return atEnd;
    }

    @Override
    public int pages() {
        return pages;
    }

    /**
     * Where the tasks of a time lie by now, if the list has moved as it did while it was swept.
     *
     * @param totalNow how many tasks the list has now
     * @return how many tasks lie before them, at the least
     */
    public int placeOf(Instant time, long totalNow) {
        var before = places.lowerEntry(time);
        if (before == null) {
            return places.isEmpty() ? 0 : places.firstEntry().getValue().index();
        }
        Place place = before.getValue();
        return Math.max(0, place.index() + drift.in(totalNow - place.total()));
    }

    @Override
    public PageChoice next(int pageSize) {
        if (!beginning.isFound()) {
            return beginning.next(pageSize);
        }
        int back = Math.min(pageSize / 4, drift.scatter()) + Math.max(0, stepsBack - 1) * pageSize;
        PageChoice overlapping = PageChoice.from(Math.max(0, expected() - 1 - back), pageSize);
        // Where pages are very small, none that overlaps may bring more.
        boolean bringsMore = overlapping.end() > expected() || !isIndexSure && stuck < MOST_STUCK;
        return bringsMore ? overlapping : PageChoice.at(expected(), pageSize);
    }

    private int expected() {
        return Math.max(0, index + drift.expected());
    }

    @Override
    public PageNotes notes() {
        return new PageNotes(SortBy.CREATED_AT, boundaryId);
    }

    @Override
    public void read(PageChoice asked, StreamedPage told, PageNotes notes) {
        pages++;
        PageChoice page = asked.asTold(told);
        if (!beginning.isFound()) {
            beginning.read(page, told, notes);
            drift.read(told.total());
            atEnd = beginning.isNowhere();
            if (beginning.isFound()) {
                goOn(page, told, notes);
            }
            return;
        }
        if (overlaps(page, notes)) {
            noteMove(page, told, notes);
            goOn(page, told, notes);
        } else if (mayGoOnWithoutOverlap(asked, page)) {
            drift.read(told.total());
            goOn(page, told, notes);
        } else {
            drift.overestimated();
            noteMove(page, told, notes);
            stepsBack++;
            atEnd = told.total() == 0;
        }
    }

    private boolean overlaps(PageChoice page, PageNotes notes) {
        return page.start() == 0
                || notes.boundaryAt() >= 0
                || notes.first() != null && notes.first().isBefore(boundary);
    }

    private boolean mayGoOnWithoutOverlap(PageChoice asked, PageChoice page) {
        boolean isNext = isIndexSure && page.start() == index && asked.start() >= expected();
        return isNext || !isIndexSure && stuck >= MOST_STUCK || stepsBack >= MOST_STEPS_BACK;
    }

    /** Notes where what is still to be read begins now, as far as the page tells. */
    private void noteMove(PageChoice page, StreamedPage told, PageNotes notes) {
        isIndexSure = notes.boundaryAt() >= 0;
        if (isIndexSure) {
            int now = page.start() + notes.boundaryAt() + 1;
            drift.read(told.total(), now - index);
            index = now;
            return;
        }
        drift.read(told.total());
        if (notes.first() == null) {
            index = (int) Math.min(index, told.total());
        } else if (notes.first().isAfter(boundary)) {
            index = Math.max(0, page.start() - Math.min(notes.tasksFrom(boundary), page.size()));
        } else if (notes.last().isBefore(boundary)) {
            // Times tell roughly how much farther it is; where that was too far, the page behind this one is next.
            int farther = stuck > 0 ? 0 : Math.min(notes.tasksTo(boundary), page.size());
            index = page.start() + notes.tasks() + farther;
        }
    }

    private void goOn(PageChoice page, StreamedPage told, PageNotes notes) {
        stepsBack = 0;
        if (notes.last() == null) {
            atEnd = true;
            return;
        }
        places.put(notes.first(), new Place(page.start(), told.total()));
        boolean isSameEnd = boundaryId != null && boundaryId.equals(notes.lastId());
        boolean isNew = boundary == null || !notes.last().isBefore(boundary) && !isSameEnd;
        stuck = isNew || isIndexSure ? 0 : stuck + 1;
        barren = isNew ? 0 : barren + 1;
        int end = page.start() + notes.tasks();
        if (isNew) {
            isIndexSure = true;
            index = end;
            boundary = notes.last();
            boundaryId = notes.lastId();
        }
        atEnd = notes.last().isAfter(to) || end >= told.total() || barren >= MOST_BARREN;
    }
}

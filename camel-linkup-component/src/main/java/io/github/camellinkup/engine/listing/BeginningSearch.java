package io.github.camellinkup.engine.listing;

import io.github.camellinkup.client.model.StreamedPage;
import java.time.Instant;

/**
 * Looks for the page of a list, sorted by creation with the oldest first, on which the tasks from some time on begin:
 * each page that it reads tells how far it is off. Not thread-safe.
 */
final class BeginningSearch {

    /** A beginning that moves faster than it is found is not worth more. */
    private static final int MOST_PAGES = 25;

    /** Which part of what enters the list enters it before the beginning, as long as nothing better is known. */
    private static final double SHARE_BEFORE = 0.5;

    /** So deep on the page the beginning is aimed at: what lies before it has been read for nothing. */
    private static final double DEPTH = 0.3;

    private final Instant from;

    /** How many tasks are thought to lie before the beginning when the next page is read. */
    private int place;

    /** Places up to here are known to be too old. */
    private int tooOld;

    /** Places from here on are known to be too young. */
    private int tooYoung = Integer.MAX_VALUE;

    private long total = -1;
    private int pages;
    private int pagesOnOneSide;
    private boolean lastWasTooOld;
    private boolean found;
    private boolean nowhere;

    /** @param guess a guess where the beginning lies, as the number of tasks before it */
    BeginningSearch(Instant from, int guess) {
        this.from = from;
        this.place = guess;
    }

    /** The page to look at next. */
    PageChoice next(int pageSize) {
        return PageChoice.from((int) Math.max(0, place - DEPTH * pageSize), pageSize);
    }

    boolean isFound() {
        return found;
    }

    /** Whether the list has nothing from that time on. */
    boolean isNowhere() {
        return nowhere;
    }

    /** Takes note of the page that was looked at. */
    void read(PageChoice page, StreamedPage told, PageNotes notes) {
        pages++;
        long growth = total < 0 ? 0 : told.total() - total;
        total = told.total();
        tooYoung = tooYoung == Integer.MAX_VALUE ? tooYoung : (int) (tooYoung + Math.max(0, growth));
        if (notes.first() == null) {
            nowhere = page.start() == 0 || pages >= MOST_PAGES;
            place = (int) Math.max(0, total - page.size());
            return;
        }
        boolean isTooOld = notes.last().isBefore(from);
        boolean isTooYoung = page.start() > tooOld && !notes.first().isBefore(from);
        found = !isTooOld && !isTooYoung || pages >= MOST_PAGES;
        if (found) {
            return;
        }
        pagesOnOneSide = isTooOld == lastWasTooOld ? pagesOnOneSide + 1 : 1;
        lastWasTooOld = isTooOld;
        if (isTooOld) {
            lookLater(page, notes);
        } else {
            lookEarlier(page, notes);
        }
        place += (int) Math.round(SHARE_BEFORE * growth);
    }

    private void lookLater(PageChoice page, PageNotes notes) {
        tooOld = page.start() + notes.tasks();
        tooYoung = tooYoung <= tooOld ? Integer.MAX_VALUE : tooYoung;
        nowhere = tooOld >= total;
        place = between(tooOld + Math.max(notes.tasksTo(from), leap(page)));
    }

    private void lookEarlier(PageChoice page, PageNotes notes) {
        tooYoung = page.start();
        tooOld = tooOld >= tooYoung ? 0 : tooOld;
        place = between(tooYoung - Math.max(notes.tasksFrom(from), leap(page)));
    }

    /** Where times tell too little, because tasks do not lie equally dense, steps grow. */
    private int leap(PageChoice page) {
        return page.size() * ((1 << Math.min(pagesOnOneSide, 10)) / 2 - 1) + 1;
    }

    private int between(long guess) {
        long latest = Math.min(tooYoung, total);
        return (int) (guess < tooOld || guess > latest ? (tooOld + latest) / 2 : guess);
    }
}

package io.github.camellinkup.engine.listing;

/**
 * By how much a place in a list moves from one read to the next: back by a part of what enters the list, and up by what
 * leaves it before that place. Learnt from where tasks were met again. Not thread-safe.
 */
final class ListDrift {

    /** So much what was learnt before weighs beside what the last page has shown: the place is another one by then. */
    private static final double REMEMBERED = 0.5;

    /** What is not known yet counts as if half of so many tasks had entered before the place. */
    private static final int PRIOR = 20;

    private long total = -1;
    private long growth;
    private double movedBack = PRIOR / 2.0;
    private double entered = PRIOR;

    /** What the growth of the list does not account for. */
    private double rest;

    /** A page was read that tells nothing of how the place has moved. */
    void read(long totalNow) {
        grow(totalNow);
        rest /= 2;
    }

    /** A page was read; the place has moved back by so many tasks since the page before. */
    void read(long totalNow, int moved) {
        grow(totalNow);
        if (growth > 0) {
            movedBack = REMEMBERED * movedBack + Math.max(0, Math.min(growth, moved));
            entered = REMEMBERED * entered + growth;
        }
        rest = (rest + moved - in(growth)) / 2;
    }

    /** The place has moved back by less than was expected. */
    void overestimated() {
        movedBack /= 2;
        rest = Math.min(0, rest);
    }

    private void grow(long totalNow) {
        growth = total < 0 ? 0 : totalNow - total;
        total = totalNow;
    }

    /** By how much the place moves back while the list grows by so many tasks. */
    int in(long grown) {
        return (int) Math.round(grown * movedBack / entered);
    }

    /** By how much the place will have moved when the next page is read. */
    int expected() {
        return in(growth) + (int) rest;
    }

    /** How far that may be off: counts scatter by about their root. */
    int scatter() {
        return (int) Math.ceil(Math.sqrt(Math.abs(expected())));
    }
}

package io.github.camellinkup.engine.receiving;

import io.github.camellinkup.client.model.StreamedPage;

/**
 * Estimates how many wanted results the next page from the head of the list will bring, and how many have finished and
 * lie behind what was read of it: from how fast the list grows, and from what part of the newest was wanted. Estimates
 * decide what is read first, never what is read at all. Not thread-safe.
 */
final class HeadYield {

    /** How many tasks the list had when its head was read last; negative if it was not read yet. */
    private long totalAtHead = -1;

    private long total = -1;

    /** By how many tasks the list has grown between the last two pages; negative if that is not known. */
    private long growth = -1;

    /** Which part of the newest tasks was wanted; that of a single page says little. */
    private double share;

    private double passed;
    private int found;

    /** Another list is read from now on, or more of it: nothing is known. */
    void forget() {
        totalAtHead = -1;
        total = -1;
        growth = -1;
        share = 0;
        passed = 0;
        found = 0;
    }

    /**
     * The first page from the head was read.
     *
     * @param tasks how many tasks it had
     * @param found how many of them were wanted results
     * @param gap how many tasks lie between its end and what was covered before, as far as times tell: used where it is
     *     not known how the list has grown since the head was read before
     */
    void readHead(StreamedPage told, int tasks, int found, long gap) {
        readElsewhere(told, found);
        double now = tasks == 0 ? 0 : (double) found / tasks;
        share = totalAtHead < 0 ? now : (share + now) / 2;
        long unread = totalAtHead < 0 ? gap : Math.max(0, total - totalAtHead - tasks);
        passed += share * unread;
        totalAtHead = total;
    }

    /** A deeper page of the list, sorted as its head is, was read. */
    void readDeeper(StreamedPage told, int found) {
        readElsewhere(told, found);
        passed = Math.max(0, passed - found);
    }

    /** A page of the list, sorted in another way, was read. */
    void readElsewhere(StreamedPage told, int found) {
        this.found += found;
        growth = total < 0 ? -1 : Math.max(0, told.total() - total);
        total = told.total();
    }

    /** All that had finished before the head was read was read too. */
    void covered() {
        passed = 0;
    }

    /** A sweep has met all that had finished before it began, and about half of what has finished since. */
    void swept() {
        passed = 0;
        if (totalAtHead >= 0) {
            totalAtHead += Math.max(0, total - totalAtHead) / 2;
        }
    }

    /** How many results the next page from the head will bring. */
    double expected(int pageSize) {
        return share * Math.max(0, Math.min(pageSize, growth));
    }

    /** How many results have finished and were passed by unread. */
    double passed() {
        return passed;
    }

    /** How many wanted results have finished since reading began, read or not. */
    double finished() {
        return found + passed;
    }
}

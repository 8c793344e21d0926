package io.github.camellinkup.engine.listing;

import io.github.camellinkup.client.model.StreamedPage;

/**
 * A page of a list.
 *
 * @param number from 1
 * @param size how many tasks it should hold
 */
public record PageChoice(int number, int size) {

    /** The page of this size that holds the task at a place, counted from 0. */
    public static PageChoice at(int place, int size) {
        return new PageChoice(place / size + 1, size);
    }

    /**
     * A page that begins at a place, counted from 0, or a little before it. Pages begin at multiples of their size: one
     * that is smaller can begin nearer, and so reach farther.
     */
    public static PageChoice from(int place, int largest) {
        PageChoice best = at(place, largest);
        for (int size = largest - 1; size > largest / 2; size--) {
            PageChoice choice = at(place, size);
            best = choice.end() > best.end() ? choice : best;
        }
        return best;
    }

    /** How many tasks lie before the page, if the server gives it as it was asked for. */
    public int start() {
        return (number - 1) * size;
    }

    /** How many tasks lie before the page and on it. */
    public int end() {
        return number * size;
    }

    /** The page as it was given: a server may give smaller ones than it was asked for. */
    public PageChoice asTold(StreamedPage told) {
        return told.pageSize() > 0 ? new PageChoice(number, told.pageSize()) : this;
    }
}

package io.github.camellinkup.engine.listing;

/**
 * A page of a list, to be asked for.
 *
 * @param number from 1
 * @param size how many tasks it should hold
 */
public record PageRequest(int number, int size) {

    /** The page of this size that holds the task at a place, counted from 0. */
    public static PageRequest at(int place, int size) {
        return new PageRequest(place / size + 1, size);
    }

    /**
     * A page that begins at a place, counted from 0, or a little before it. Pages begin at multiples of their size, so a
     * smaller one can begin nearer to the place and reach farther.
     */
    public static PageRequest from(int place, int largest) {
        PageRequest best = at(place, largest);
        for (int size = largest - 1; size > largest / 2; size--) {
            PageRequest request = at(place, size);
            best = request.end() > best.end() ? request : best;
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
}

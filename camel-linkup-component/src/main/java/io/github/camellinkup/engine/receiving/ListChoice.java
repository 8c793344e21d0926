package io.github.camellinkup.engine.receiving;

import io.github.camellinkup.engine.listing.HeadWalk;
import io.github.camellinkup.engine.listing.PageNotes;
import java.time.Duration;
import java.time.Instant;

/**
 * Which page to read next where a walk down from the head of the list has not come to its end: the next one of the walk,
 * the head again, or the first one of a sweep. Not thread-safe.
 */
final class ListChoice {

    private final SweepSchedule sweeps;
    private final HeadYield headYield;

    ListChoice(SweepSchedule sweeps, HeadYield headYield) {
        this.sweeps = sweeps;
        this.headYield = headYield;
    }

    /**
     * While tasks finish about as fast as pages bring them, a walk reads again what the list has moved back. A page from
     * the head is fresher, and may bring more than both a walk and a sweep would of what was passed by.
     *
     * @param floor where the walk is to end
     * @param page the page of the walk that was read last
     */
    boolean isHeadBetter(HeadWalk walk, Instant floor, PageNotes page, Demand demand, int pageSize) {
        if (walk.pages() > 2) {
            // What a long walk has read would be read again by the next one.
            return false;
        }
        double unread = headYield.passed();
        double bySweep = unread / sweepPages(demand, pageSize);
        double byWalk = unread * Math.min(1, pageSize / (double) Math.max(1, page.tasksBehind(floor)));
        double byHead = headYield.expected(pageSize);
        return byHead > 0 && byHead >= Math.max(bySweep, byWalk);
    }

    /**
     * A sweep is better where it is shorter, and where others' tasks come in faster than a walk gets on.
     *
     * @param floor where the walk is to end
     * @param page the page of the walk that was read last
     * @param found how many wanted results it had
     */
    boolean isSweepBetter(HeadWalk walk, Instant floor, PageNotes page, Demand demand, int pageSize, int found) {
        if (page.first() == null || walk.boundary() == null) {
            return false;
        }
        boolean falling = walk.growth() >= pageSize && 2 * found < page.tasks();
        long time = Math.max(1, Duration.between(page.last(), page.first()).toMillis());
        long gap = Math.max(0, Duration.between(floor, walk.boundary()).toMillis());
        return falling || sweepPages(demand, pageSize) <= 1 + gap / time;
    }

    private int sweepPages(Demand demand, int pageSize) {
        return sweeps.pages(demand, headYield.finished(), pageSize);
    }
}

package io.github.camellinkup.client.transport;

import java.util.ArrayList;
import java.util.List;

/**
 * Who uses one connection of HTTP/2. A connection that takes no more calls, as after the server's notice that it is about
 * to end it, is closed by HttpClient when the first call on it is over; so with it that has to wait for the last.
 * Thread-safe.
 */
final class SharedUse {

    private final List<Runnable> waiting = new ArrayList<>();
    private int users;
    private boolean closed;

    /** Whether one more may use it: no one may once it is to be closed. */
    synchronized boolean begin() {
        if (closed) {
            return false;
        }
        users++;
        return true;
    }

    synchronized void end() {
        users--;
    }

    /** Ends a use, and all if it was the last: whether the connection is to be closed. */
    synchronized boolean endAndCloseIfLast() {
        users--;
        closed = users == 0;
        return closed;
    }

    /**
     * Does something when there are no users, which may be now.
     *
     * @return whether it was now
     */
    boolean whenUnused(Runnable action) {
        synchronized (this) {
            if (users > 0) {
                waiting.add(action);
                return false;
            }
        }
        action.run();
        runWaiting();
        return true;
    }

    /** Does what waits, if there are no users. */
    void runWaiting() {
        List<Runnable> actions;
        synchronized (this) {
            if (users > 0) {
                return;
            }
            actions = List.copyOf(waiting);
            waiting.clear();
        }
        actions.forEach(Runnable::run);
    }
}

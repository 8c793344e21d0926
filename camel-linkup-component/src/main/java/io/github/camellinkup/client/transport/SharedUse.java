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

    synchronized void begin() {
        users++;
    }

    /** Whether nobody else uses it, once a user has ended. */
    synchronized boolean end() {
        users--;
        return users == 0;
    }

    /** Does something when there are no users, which may be now. */
    void whenUnused(Runnable action) {
        synchronized (this) {
            if (users > 0) {
                waiting.add(action);
                return;
            }
        }
        action.run();
        runWaiting();
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

package io.github.camellinkup.client.transport;

import org.apache.hc.client5.http.async.AsyncExecRuntime;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.concurrent.CancellableDependency;

/** What a call has begun: the exchange on the connection, or what leads to it. Thread-safe. */
final class BegunCall implements CancellableDependency {

    private final AsyncExecRuntime runtime;
    private Cancellable last;
    private Cancellable exchange;
    private SharedUse shared;
    private boolean sent;
    private boolean left;
    private boolean cancelled;

    BegunCall(AsyncExecRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public void setDependency(Cancellable next) {
        synchronized (this) {
            if (!cancelled) {
                last = next;
                return;
            }
        }
        next.cancel();
    }

    void setExchange(Cancellable next) {
        synchronized (this) {
            if (!cancelled) {
                exchange = next;
                return;
            }
        }
        end(next);
    }

    /**
     * Its turn has come on the connection.
     *
     * @param use of the connection, or null if it is not shared
     * @return false if it has been cancelled, and must not be sent
     */
    synchronized boolean send(SharedUse use) {
        if (cancelled) {
            return false;
        }
        sent = true;
        shared = use;
        if (use != null) {
            use.begin();
        }
        return true;
    }

    /**
     * Ends the use of the connection.
     *
     * @param action what HttpClient does then, which may close the connection. On one that takes no more calls it is put
     *     off until nobody else uses it
     */
    void leave(Runnable action) {
        SharedUse use = shared();
        if (use == null) {
            action.run();
            return;
        }
        leaveFirst();
        if (runtime.isEndpointAcquired() && !isOnOpenSharedConnection()) {
            use.whenUnused(action);
        } else {
            action.run();
            use.runWaiting();
        }
    }

    boolean isOnOpenSharedConnection() {
        return SharedConnectionGuard.isShared(runtime);
    }

    @Override
    public synchronized boolean isCancelled() {
        return cancelled;
    }

    @Override
    public boolean cancel() {
        Cancellable running;
        boolean exchanging;
        synchronized (this) {
            if (cancelled) {
                return false;
            }
            cancelled = true;
            exchanging = exchange != null;
            running = exchanging ? exchange : last;
        }
        if (!exchanging) {
            return running != null && running.cancel();
        }
        end(running);
        return true;
    }

    /** The connection first: what the end of the exchange does to it is meant for one that is not shared. */
    private void end(Cancellable running) {
        if (isNeededByOthers()) {
            leave(this::giveBack);
        } else {
            runtime.discardEndpoint();
        }
        running.cancel();
    }

    private boolean isNeededByOthers() {
        synchronized (this) {
            if (sent) {
                return shared != null && !leaveFirst();
            }
        }
        return isOnOpenSharedConnection();
    }

    /** Whether nobody else is left. */
    private synchronized boolean leaveFirst() {
        boolean nobody = !left && shared.end();
        left = true;
        return nobody;
    }

    private synchronized SharedUse shared() {
        return shared;
    }

    private void giveBack() {
        SharedConnectionGuard.giveBack(runtime);
    }
}

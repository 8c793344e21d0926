package io.github.camellinkup.client.transport;

import org.apache.hc.client5.http.async.AsyncExecRuntime;
import org.apache.hc.core5.concurrent.BasicFuture;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.concurrent.CancellableDependency;

/** What a call has begun: the exchange on the connection, or what leads to it. Thread-safe. */
final class BegunCall implements CancellableDependency {

    private final AsyncExecRuntime runtime;
    private final CancellableDependency caller;
    private Cancellable last;
    private Cancellable exchange;
    private SharedUse shared;
    private boolean shareable;
    private boolean sent;
    private boolean left;
    private boolean cancelled;

    /** @param caller HttpClient's future of the call */
    BegunCall(AsyncExecRuntime runtime, CancellableDependency caller) {
        this.runtime = runtime;
        this.caller = caller;
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

    /** It has its connection, which is open. */
    void enterConnection() {
        boolean isShareable = isOnOpenSharedConnection();
        synchronized (this) {
            shareable = isShareable;
        }
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
     * @param use of the connection, or null if it is not shared, or not open any more
     * @return false if it has been cancelled or the connection is about to be closed, and it must not be sent
     */
    synchronized boolean send(SharedUse use) {
        if (cancelled || shareable && use == null || use != null && !use.begin()) {
            return false;
        }
        sent = true;
        shared = use;
        return true;
    }

    /**
     * Ends the use of the connection.
     *
     * @param action what HttpClient does then, which may close the connection. On one that takes no more calls it is put
     *     off until nobody else uses it
     * @return whether it has been done
     */
    boolean leave(Runnable action) {
        SharedUse use = leaveUse();
        if (use != null && runtime.isEndpointAcquired() && !isOnOpenSharedConnection()) {
            return use.whenUnused(action);
        }
        action.run();
        if (use != null) {
            use.runWaiting();
        }
        return true;
    }

    /** Tells the caller of a failure before HttpClient does. */
    void tell(Exception cause) {
        if (caller instanceof BasicFuture<?> future) {
            future.failed(cause);
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
        if (waitsOnEndingConnection()) {
            // Its turn never comes, which it hears when the connection has ended. To end it now would cut the others.
            return;
        }
        if (isNeededByOthers()) {
            leave(this::giveBack);
        } else {
            runtime.discardEndpoint();
        }
        running.cancel();
    }

    private boolean waitsOnEndingConnection() {
        synchronized (this) {
            if (sent || !shareable) {
                return false;
            }
        }
        return runtime.isEndpointAcquired() && !isOnOpenSharedConnection();
    }

    private boolean isNeededByOthers() {
        synchronized (this) {
            if (sent) {
                return shared != null && !leaveAndCloseIfLast();
            }
        }
        return isOnOpenSharedConnection();
    }

    private synchronized SharedUse leaveUse() {
        if (shared != null && !left) {
            left = true;
            shared.end();
        }
        return shared;
    }

    private synchronized boolean leaveAndCloseIfLast() {
        boolean nobody = !left && shared.endAndCloseIfLast();
        left = true;
        return nobody;
    }

    private void giveBack() {
        SharedConnectionGuard.giveBack(runtime);
    }
}

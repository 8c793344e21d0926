package io.github.camellinkup.client.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.reactor.ssl.SSLIOSession;

/**
 * A connection that brings nothing as long as nobody waits to read from it. HttpCore stops waiting when the taker of an
 * answer has no more room, but goes on reading an answer in chunks as long as there is something to read: from a server
 * that is faster than the taker it would read all there is into memory.
 *
 * <p>Thread-safe as the session that it wraps.
 */
final class HeldBackSession extends DecoratedSession {

    private HeldBackSession(IOSession session) {
        super(session);
    }

    /**
     * The session of a connection over TLS stays as it is. What is read there is handed over and not fetched, so it holds
     * back by itself; fetched is only its end, which it tells once, whether somebody waits or not.
     */
    static IOSession of(IOSession session) {
        return session instanceof SSLIOSession ? session : new HeldBackSession(session);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return isWaitedFor() ? super.read(target) : 0;
    }

    private boolean isWaitedFor() {
        try {
            return (getEventMask() & SelectionKey.OP_READ) != 0;
        } catch (CancelledKeyException e) {
            // It is closed, which the session itself says best.
            return true;
        }
    }
}

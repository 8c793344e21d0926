package io.github.camellinkup.client.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.reactor.ssl.SSLIOSession;

/**
 * A connection that delivers no bytes while its reading is suspended. HttpCore suspends it when the consumer of a streamed
 * page has no more room, but goes on reading an answer in chunks as long as there are bytes: from a server that is faster
 * than the consumer it would read the whole page into memory. Needed only for pages that are streamed.
 *
 * <p>Thread-safe as the session that it wraps.
 */
final class HeldBackSession extends DecoratedSession {

    private HeldBackSession(IOSession session) {
        super(session);
    }

    /**
     * The session of a connection over TLS stays as it is: HttpCore does not fetch its bytes but gets them handed over, and
     * fetches only its end, which it reports once.
     */
    static IOSession of(IOSession session) {
        return session instanceof SSLIOSession ? session : new HeldBackSession(session);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return isReadingWanted() ? super.read(target) : 0;
    }

    private boolean isReadingWanted() {
        try {
            return (getEventMask() & SelectionKey.OP_READ) != 0;
        } catch (CancelledKeyException e) {
            // It is closed, which the session itself says best.
            return true;
        }
    }
}

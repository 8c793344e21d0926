package io.github.camellinkup.client.transport;

import org.apache.hc.core5.http.nio.command.RequestExecutionCommand;
import org.apache.hc.core5.reactor.Command;
import org.apache.hc.core5.reactor.IOSession;

/**
 * Takes calls that were given up out of the queue for the connection, before their turn. HttpCore would keep a stream of
 * HTTP/2 for each, for a second at the least and until something happens on the connection, which may be never while
 * others wait for one.
 */
final class WithdrawingSession extends DecoratedSession {

    WithdrawingSession(IOSession session) {
        super(session);
    }

    @Override
    public Command poll() {
        Command next = super.poll();
        while (next instanceof RequestExecutionCommand call && CancelledCalls.isCancelled(call.getContext())) {
            // It has ended already where the connection was open. Where not, it gives its connection back only now.
            call.failed(new WithdrawnException());
            next = super.poll();
        }
        return next;
    }
}

package io.github.camellinkup.client.transport;

import org.apache.hc.core5.http.ProtocolException;

/**
 * A call was given up, or its connection closed, before anything of it was sent. Of the one kind that on HTTP/2 then ends
 * no connection.
 */
final class WithdrawnException extends ProtocolException {

    private static final long serialVersionUID = 1L;

    WithdrawnException() {
        super("The call was given up, or its connection closed, before it was sent");
    }
}

package io.github.camellinkup.client;

import org.apache.hc.core5.http.HttpStreamResetException;

/** There is no memory for an answer. Of a kind that on HTTP/2 ends its own stream and not the connection. */
final class NoMemoryException extends HttpStreamResetException {

    NoMemoryException() {
        super("There is no memory for the answer");
    }
}

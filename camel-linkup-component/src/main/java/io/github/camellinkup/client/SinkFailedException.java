package io.github.camellinkup.client;

import java.io.IOException;

/** What takes the tasks of a page has failed, which is neither the answer's nor the connection's fault. */
final class SinkFailedException extends IOException {

    SinkFailedException(Throwable cause) {
        super("The tasks of the page could not be handed on", cause);
    }
}

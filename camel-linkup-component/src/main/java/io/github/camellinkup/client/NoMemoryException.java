package io.github.camellinkup.client;

import java.io.IOException;

/** There is no memory for an answer. */
final class NoMemoryException extends IOException {

    NoMemoryException() {
        super("There is no memory for the answer");
    }
}

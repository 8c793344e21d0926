package io.github.camellinkup.engine.repository;

/**
 * A row holds a value that this version could not have written: a newer version wrote it, or an operator. The message
 * names the part and the row, and does not quote the content.
 */
final class UnreadableRowException extends RuntimeException {

    /** @param what the part that cannot be read, and whose it is */
    UnreadableRowException(String what) {
        super(what);
    }
}

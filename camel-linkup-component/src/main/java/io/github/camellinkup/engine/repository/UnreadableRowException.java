package io.github.camellinkup.engine.repository;

/**
 * A row holds what this version has not written: a newer one has, or somebody by hand. The message says which part of
 * which row it is, and nothing of its content.
 */
final class UnreadableRowException extends RuntimeException {

    /** @param what the part that cannot be read, and whose it is */
    UnreadableRowException(String what) {
        super(what);
    }
}

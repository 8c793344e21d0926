package io.github.camellinkup.engine.repository;

/** Another call has claimed an idempotency key meanwhile. Nothing was recorded, and nothing may be sent. */
public class ReferenceInUseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ReferenceInUseException(ReferenceKey key) {
        super("A " + key.type() + " task with the reference '" + key.reference() + "' is being sent already");
    }
}

package io.github.camellinkup.engine.monitoring;

/** What can happen to a task, or to a request that is to become one. */
public enum TaskEventType {
    /** Its creation was answered. */
    CREATED,
    /** It was found in the list of tasks, because the answer to its creation never came. */
    ADOPTED,
    /** The request was sent again, because it was not found in the list of tasks. */
    SENT_AGAIN,
    /** It could not be found out whether the request was created. */
    UNCERTAIN,
    /** Its result was given to an exchange of a consumer. */
    EMITTED,
    /** Its result came to the exchange that waited for it. */
    AWAITED,
    /** An exchange with its result has failed. */
    DELIVERY_FAILED,
    /** Its result is not delivered any more, because its exchanges failed too often or it cannot be read. */
    GIVEN_UP,
    /** It had failed, and its request was sent again. */
    RESUBMITTED,
    /** It had failed or expired, and its consumer skipped it. */
    SKIPPED,
    /** It had failed or expired, and the error handling of its consumer has handled that. */
    ERROR_HANDLED,
    /** Linkup knew it no more when its result was asked for. */
    EXPIRED
}

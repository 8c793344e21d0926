package io.github.camellinkup.engine.statistics;

/** What is counted of the tasks of an account. */
public enum TaskCount {
    /** Calls that create tasks, tries included. */
    CREATE_CALLS,
    /** Reads of a page of tasks, tries included. */
    LIST_READS,
    /** Reads of a single task, tries included. */
    SINGLE_READS,
    /** Calls of these kinds that Linkup answered with 429. */
    REFUSED,
    /** Tasks whose creation was answered. */
    CREATED,
    /** Tasks that were found in the list of tasks, because the answer to their creation never came. */
    ADOPTED,
    /** Requests that were sent again, because they were not found in the list of tasks. */
    SENT_AGAIN,
    /** Requests for which it could not be found out whether they were created. */
    UNCERTAIN,
    /** Results that were given to an exchange. */
    EMITTED,
    /** Exchanges with a result that failed. */
    FAILED_DELIVERIES,
    /** Results that are not delivered any more, because their exchanges failed too often or they cannot be read. */
    GIVEN_UP,
    /** Failed tasks whose request was sent again. */
    RESUBMITTED,
    /** Tasks that Linkup knew no more when their result was asked for. */
    EXPIRED
}

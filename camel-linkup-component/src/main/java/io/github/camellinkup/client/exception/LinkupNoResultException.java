package io.github.camellinkup.client.exception;

/** The search found nothing (HTTP 400, {@code SEARCH_QUERY_NO_RESULT}). */
public class LinkupNoResultException extends LinkupException {

    public LinkupNoResultException(String problem, ErrorAnswer answer) {
        super(problem, answer, false, true, null);
    }
}

package io.github.camellinkup.client.exception;

/** The API key is missing, wrong or not allowed to do this (HTTP 401, 403). */
public class LinkupAuthenticationException extends LinkupException {

    public LinkupAuthenticationException(String problem, ErrorAnswer answer) {
        super(problem, answer, false, true, null);
    }
}

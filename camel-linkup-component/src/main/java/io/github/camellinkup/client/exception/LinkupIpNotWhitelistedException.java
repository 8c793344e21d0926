package io.github.camellinkup.client.exception;

/** The API key may not be used from this network address (HTTP 403, {@code IP_NOT_WHITELISTED}). */
public class LinkupIpNotWhitelistedException extends LinkupAuthenticationException {

    public LinkupIpNotWhitelistedException(String problem, ErrorAnswer answer) {
        super(problem, answer);
    }
}

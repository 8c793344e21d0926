package io.github.camellinkup.client.exception;

/** The address holds no page but a file of a type that Linkup does not read (HTTP 400, {@code FETCH_UNSUPPORTED_CONTENT_TYPE} or the older {@code FETCH_URL_IS_FILE}). */
public class LinkupFetchUnsupportedContentTypeException extends LinkupFailedFetchException {

    public LinkupFetchUnsupportedContentTypeException(String problem, ErrorAnswer answer) {
        super(problem, answer);
    }
}

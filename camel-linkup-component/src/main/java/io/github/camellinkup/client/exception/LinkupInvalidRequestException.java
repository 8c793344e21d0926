package io.github.camellinkup.client.exception;

import java.util.List;
import java.util.Optional;

/**
 * The API does not accept the request (HTTP 400). Most invalid requests are rejected before they are sent; the status code
 * is then 0. The details name the fields.
 */
public class LinkupInvalidRequestException extends LinkupException {

    /** A request that Linkup refused. */
    public LinkupInvalidRequestException(String problem, ErrorAnswer answer) {
        super(problem, answer, false, true, null);
    }

    /** A request that was rejected before it was sent. */
    public LinkupInvalidRequestException(List<ErrorDetail> details) {
        this("Invalid request", new ErrorAnswer(0, Optional.of("VALIDATION_ERROR"), details, Optional.empty()));
    }

    /** A request that was rejected before it was sent, because of one field. */
    public static LinkupInvalidRequestException of(String field, String problem) {
        return new LinkupInvalidRequestException(List.of(new ErrorDetail(field, problem)));
    }

    /**
     * The same for a request that is one of many: each field is named with the position of its request.
     *
     * @param position the position, from 1
     * @param reference the reference of the request, or null
     */
    public LinkupInvalidRequestException atPosition(long position, String reference) {
        String request = "request " + position + (reference == null ? "" : " (reference " + reference + ")");
        List<ErrorDetail> placed = getDetails().stream()
                .map(detail -> new ErrorDetail(
                        detail.field() == null ? request : request + ", " + detail.field(), detail.message()))
                .toList();
        return new LinkupInvalidRequestException(placed);
    }
}

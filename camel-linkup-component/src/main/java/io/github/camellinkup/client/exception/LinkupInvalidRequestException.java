package io.github.camellinkup.client.exception;

import java.util.List;
import java.util.Optional;

/**
 * The request is not one that the API takes (HTTP 400). Most such requests are refused before anything is sent; the
 * status code is then 0. The details name the fields.
 */
public class LinkupInvalidRequestException extends LinkupException {

    /** A request that Linkup refused. */
    public LinkupInvalidRequestException(String problem, ErrorAnswer answer) {
        super(problem, answer, false, true, null);
    }

    /** A request that was refused before it was sent. */
    public LinkupInvalidRequestException(List<ErrorDetail> details) {
        this("Invalid request", new ErrorAnswer(0, Optional.of("VALIDATION_ERROR"), details, Optional.empty()));
    }

    /** A request that was refused before it was sent, for one field. */
    public static LinkupInvalidRequestException of(String field, String problem) {
        return new LinkupInvalidRequestException(List.of(new ErrorDetail(field, problem)));
    }

    /** The same for a request that is one of many: each field is named with the position of its request, from 1. */
    public LinkupInvalidRequestException atPosition(long position) {
        List<ErrorDetail> placed = getDetails().stream()
                .map(detail -> new ErrorDetail(
                        detail.field() == null ? "request " + position : "request " + position + ", " + detail.field(),
                        detail.message()))
                .toList();
        return new LinkupInvalidRequestException(placed);
    }
}

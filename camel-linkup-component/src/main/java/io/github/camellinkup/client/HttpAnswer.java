package io.github.camellinkup.client;

import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;

/**
 * An answer over HTTP.
 *
 * @param status the HTTP status
 * @param contentType the header {@code Content-Type}, or null
 * @param retryAfter the header {@code Retry-After}, or null
 * @param paymentRequired the header {@code payment-required}, or null
 * @param location the header {@code Location}, or null
 * @param body the body, empty if there is none
 */
record HttpAnswer(
        int status, String contentType, String retryAfter, String paymentRequired, String location, byte[] body) {

    static HttpAnswer of(HttpResponse head, byte[] body) {
        return new HttpAnswer(
                head.getCode(),
                header(head, HttpHeaders.CONTENT_TYPE),
                header(head, HttpHeaders.RETRY_AFTER),
                header(head, Payment.REQUIRED_HEADER),
                header(head, HttpHeaders.LOCATION),
                body);
    }

    private static String header(HttpResponse head, String name) {
        Header header = head.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }
}

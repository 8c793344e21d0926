package io.github.camellinkup.client;

/**
 * What came over HTTP.
 *
 * @param status the HTTP status
 * @param contentType the type that the body is said to be of, or null
 * @param retryAfter the header {@code Retry-After}, or null
 * @param paymentRequired the header {@code payment-required}, or null
 * @param location the header {@code Location}, or null
 * @param body the body, empty if there was none
 */
record HttpAnswer(
        int status, String contentType, String retryAfter, String paymentRequired, String location, byte[] body) {

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }
}

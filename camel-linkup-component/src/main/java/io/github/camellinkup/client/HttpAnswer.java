package io.github.camellinkup.client;

import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;

/**
 * An answer over HTTP.
 *
 * @param head the status and the headers
 * @param body the body, empty if there is none
 */
record HttpAnswer(HttpResponse head, byte[] body) {

    int status() {
        return head.getCode();
    }

    boolean isSuccess() {
        return status() >= 200 && status() < 300;
    }

    /** The first header of this name, or null. */
    String header(String name) {
        Header header = head.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }
}

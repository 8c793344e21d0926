package io.github.camellinkup.client;

/**
 * One call, ready to be sent any number of times.
 *
 * @param operation what is called
 * @param path the path with its query, encoded
 * @param body the JSON to send; null for a read
 */
record ApiRequest(ApiOperation operation, String path, byte[] body) {

    String method() {
        return body == null ? "GET" : "POST";
    }

    /** For messages. */
    @Override
    public String toString() {
        return method() + " " + path;
    }
}

package io.github.camellinkup.test;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One call as it reached the stand-in. Immutable. Its {@link #toString()} shows neither headers nor body, so that a
 * failed assertion prints no key.
 */
public final class ReceivedCall {

    private final Instant time;
    private final Operation operation;
    private final String method;
    private final String url;
    private final String path;
    private final Map<String, List<String>> query;
    private final Map<String, List<String>> headers;
    private final String body;
    private final String protocol;
    private final int status;

    ReceivedCall(
            Instant time,
            String method,
            String url,
            String path,
            Map<String, List<String>> query,
            Map<String, List<String>> headers,
            String body,
            String protocol,
            int status) {
        this.time = time;
        this.operation = Operation.of(method, path);
        this.method = method;
        this.url = url;
        this.path = path;
        this.query = query;
        this.headers = headers;
        this.body = body;
        this.protocol = protocol;
        this.status = status;
    }

    static Map<String, List<String>> caseInsensitive(Map<String, List<String>> headers) {
        Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        return copy;
    }

    ReceivedCall answered(int answeredStatus) {
        return new ReceivedCall(time, method, url, path, query, headers, body, protocol, answeredStatus);
    }

    /**
     * When it arrived.
     *
     * @return by the stand-in's clock
     */
    public Instant time() {
        return time;
    }

    /**
     * What it asked for.
     *
     * @return never null
     */
    public Operation operation() {
        return operation;
    }

    /**
     * The HTTP method.
     *
     * @return in capitals
     */
    public String method() {
        return method;
    }

    /**
     * The whole address that was called, as the client saw it.
     *
     * @return with scheme, host and query
     */
    public String url() {
        return url;
    }

    /**
     * The path without the query.
     *
     * @return from the leading slash, for example {@code /v1/tasks}
     */
    public String path() {
        return path;
    }

    /**
     * The query parameters, decoded, in the order sent.
     *
     * @return every parameter with all its values
     */
    public Map<String, List<String>> query() {
        return query;
    }

    /**
     * A header's first value.
     *
     * @param name in any case
     * @return empty if it was not sent
     */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(values -> values.get(0));
    }

    /**
     * The names of the headers that were sent.
     *
     * @return sorted without regard to case
     */
    public Set<String> headerNames() {
        return headers.keySet();
    }

    /**
     * The body, exactly as sent.
     *
     * @return empty if there was none
     */
    public String body() {
        return body;
    }

    /**
     * The body as JSON.
     *
     * @return parsed anew on each call; a missing node if there was no body or it is not JSON
     */
    public JsonNode json() {
        return Json.parse(body);
    }

    /**
     * The protocol it came by.
     *
     * @return for example {@code HTTP/1.1} or {@code HTTP/2.0}
     */
    public String protocol() {
        return protocol;
    }

    /**
     * The HTTP status that it was answered with.
     *
     * @return 0 if the connection was cut instead
     */
    public int status() {
        return status;
    }

    @Override
    public String toString() {
        return method + " " + path + (query.isEmpty() ? "" : " " + query) + " -> " + status;
    }
}

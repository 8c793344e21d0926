package io.github.camellinkup.test;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What goes back to the client. Immutable.
 *
 * @param cut how the connection is broken instead of answering; null if it is not
 * @param delay how long the answer waits before its first byte
 * @param dribble the time over which the body is spread; zero sends it at once
 */
record Reply(int status, Map<String, String> headers, Body body, Cut cut, Duration delay, Duration dribble) {

    /** Ways to break a connection. */
    enum Cut {
        RESET,
        CLOSE,
        BROKEN_CHUNK
    }

    static Reply of(int status, String contentType, Body body) {
        return new Reply(status, Map.of("Content-Type", contentType), body, null, Duration.ZERO, Duration.ZERO);
    }

    static Reply json(int status, JsonNode json) {
        return json(status, new Body.InMemory(Json.bytes(json)));
    }

    static Reply json(int status, Body body) {
        return of(status, "application/json; charset=utf-8", body);
    }

    static Reply cut(Cut cut) {
        return new Reply(0, Map.of(), Body.of(""), cut, Duration.ZERO, Duration.ZERO);
    }

    Reply withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, body, cut, delay, dribble);
    }

    Reply withBody(Body other) {
        return new Reply(status, headers, other, cut, delay, dribble);
    }

    Reply delayedBy(Duration more) {
        return new Reply(status, headers, body, cut, delay.plus(more), dribble);
    }

    Reply dribbledOver(Duration time) {
        return new Reply(status, headers, body, cut, delay, time);
    }
}

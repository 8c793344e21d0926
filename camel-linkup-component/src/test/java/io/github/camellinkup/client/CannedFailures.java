package io.github.camellinkup.client;

import io.github.camellinkup.client.exception.LinkupException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;

/** What the client makes of an answer that is no success, for tests of those who call it. */
public final class CannedFailures {

    private static final ErrorAnswers ERRORS =
            new ErrorAnswers(Duration.ofSeconds(30), Clock.fixed(ClientExtension.NOW, ZoneOffset.UTC));
    private static final ApiRequest REQUEST = new ApiRequest(ApiOperation.CREATE_TASKS, "/v1/tasks", new byte[0]);

    private CannedFailures() {}

    /**
     * @param status the HTTP status, 300 or more
     * @param retryAfter the header, or null
     */
    public static LinkupException of(int status, String retryAfter, byte[] body) {
        HttpAnswer answer = new HttpAnswer(status, null, retryAfter, null, null, body);
        return ERRORS.exception(REQUEST, answer, new Mask(ClientExtension.KEY));
    }
}

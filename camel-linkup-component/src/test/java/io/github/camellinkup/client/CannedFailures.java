package io.github.camellinkup.client;

import io.github.camellinkup.client.exception.LinkupException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.message.BasicHttpResponse;

/** What the client makes of an answer that is no success, for tests of those who call it. */
public final class CannedFailures {

    private static final ErrorAnswers ERRORS =
            new ErrorAnswers(Duration.ofSeconds(30), false, Clock.fixed(ClientExtension.NOW, ZoneOffset.UTC));
    private static final ApiRequest REQUEST = new ApiRequest(ApiOperation.CREATE_TASKS, "/v1/tasks", new byte[0]);

    private CannedFailures() {}

    /**
     * @param status the HTTP status, 300 or more
     * @param retryAfter the header, or null
     */
    public static LinkupException of(int status, String retryAfter, byte[] body) {
        BasicHttpResponse head = new BasicHttpResponse(status);
        if (retryAfter != null) {
            head.addHeader(HttpHeaders.RETRY_AFTER, retryAfter);
        }
        return ERRORS.exception(REQUEST, new HttpAnswer(head, body), new Mask(ClientExtension.KEY));
    }
}

package io.github.camellinkup.client;

import io.github.camellinkup.client.transport.MaskedHeader;
import java.net.URI;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http.message.BasicHttpRequest;

/** Sends requests over HTTP, each with a time limit. */
final class HttpSender {

    private static final Header ACCEPT = new BasicHeader(HttpHeaders.ACCEPT, "application/json");

    private final CloseableHttpAsyncClient http;
    private final ScheduledExecutorService scheduler;
    private final HttpHost target;
    private final Header key;
    private final TransportFailures failures;

    HttpSender(LinkupClientSettings settings, CloseableHttpAsyncClient http, ScheduledExecutorService scheduler) {
        this.http = http;
        this.scheduler = scheduler;
        URI base = settings.baseUrl();
        this.target = new HttpHost(base.getScheme(), base.getHost(), base.getPort());
        this.key = keyHeader(settings);
        this.failures = new TransportFailures(target);
    }

    private static Header keyHeader(LinkupClientSettings settings) {
        if (settings.apiKey() == null) {
            return null;
        }
        boolean standard = HttpHeaders.AUTHORIZATION.equalsIgnoreCase(settings.authHeader());
        return new MaskedHeader(settings.authHeader(), standard ? "Bearer " + settings.apiKey() : settings.apiKey());
    }

    /**
     * Prepares an attempt without sending it.
     *
     * @param paymentSignature the payment to send with it, or null
     * @param leaving runs when the request is being sent
     * @param limits the limits of the answer
     * @param listener is notified of the end
     */
    HttpAttempt prepare(
            ApiRequest request,
            String paymentSignature,
            Runnable leaving,
            AnswerLimits limits,
            HttpAttempt.Listener listener) {
        RequestProducer producer = new RequestProducer(message(request, paymentSignature), request.body(), leaving);
        return new HttpAttempt(producer, limits, request.operation().listsTasks(), failures, listener);
    }

    /** Sends a request. Its listener may be notified of the end before this method returns. */
    void send(HttpAttempt attempt) {
        attempt.send(http, target, scheduler);
    }

    private HttpRequest message(ApiRequest request, String paymentSignature) {
        BasicHttpRequest message = new BasicHttpRequest(request.method(), target, request.path());
        message.addHeader(ACCEPT);
        if (key != null) {
            message.addHeader(key);
        }
        if (paymentSignature != null) {
            message.addHeader(new MaskedHeader(Payment.SIGNATURE_HEADER, paymentSignature));
        }
        return message;
    }
}

package io.github.camellinkup.client;

import io.github.camellinkup.client.transport.MaskedHeader;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.apache.hc.client5.http.async.HttpAsyncClient;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicHttpRequest;

/**
 * What all calls of a client share.
 *
 * @param settings the address, the credentials and the limits
 * @param http sends the requests
 * @param scheduler runs the timers of time limits and of retries
 * @param limiter limits the rate of calls
 * @param secrets texts besides the key that messages must not have
 * @param clock the current time, for the date in a {@code Retry-After}
 * @param listener is told what happens to calls
 * @param nanoTime a clock that only goes forward, in nanoseconds, for the durations that the listener is told
 */
record CallSupport(
        LinkupClientSettings settings,
        HttpAsyncClient http,
        ScheduledExecutorService scheduler,
        CallLimiter limiter,
        List<String> secrets,
        Clock clock,
        CallListener listener,
        LongSupplier nanoTime) {

    ErrorAnswers errors() {
        return new ErrorAnswers(settings.maxRetryDelay(), settings.paymentSigner() != null, clock);
    }

    Duration since(long nanos) {
        return Duration.ofNanos(nanoTime.getAsLong() - nanos);
    }

    /** Hides the secrets of a call. */
    Mask mask(String paymentSignature) {
        List<String> all = new ArrayList<>(secrets);
        all.add(settings.apiKey());
        all.add(paymentSignature);
        return new Mask(all.toArray(String[]::new));
    }

    Retries retries() {
        return new Retries(settings.maxRetries(), settings.maxRetryDelay());
    }

    /**
     * Prepares an attempt without sending it.
     *
     * @param paymentSignature the payment to send with it, or null
     * @param pass is notified when the request leaves and when the head of the answer arrives
     */
    HttpAttempt attempt(ApiRequest request, String paymentSignature, AnswerLimits limits, CallLimiter.Pass pass) {
        URI base = settings.baseUrl();
        HttpHost target = new HttpHost(base.getScheme(), base.getHost(), base.getPort());
        BasicHttpRequest message = new BasicHttpRequest(request.method(), target, request.path());
        message.addHeader(HttpHeaders.ACCEPT, "application/json");
        message.addHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
        if (settings.apiKey() != null) {
            boolean standard = HttpHeaders.AUTHORIZATION.equalsIgnoreCase(settings.authHeader());
            String value = standard ? "Bearer " + settings.apiKey() : settings.apiKey();
            message.addHeader(new MaskedHeader(settings.authHeader(), value));
        }
        if (paymentSignature != null) {
            message.addHeader(new MaskedHeader(Payment.SIGNATURE_HEADER, paymentSignature));
        }
        return new HttpAttempt(
                new RequestProducer(message, request.body(), pass::left),
                new AnswerCollector(limits, request.operation().listsTasks(), pass::answered),
                limits,
                new TransportFailures(target));
    }
}

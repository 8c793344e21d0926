package io.github.camellinkup.client;

import io.github.camellinkup.client.transport.MaskedHeader;
import java.net.URI;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http.message.BasicHttpRequest;

/** Sends single requests over HTTP, each within its time. */
final class Exchanger {

    private static final Header ACCEPT = new BasicHeader(HttpHeaders.ACCEPT, "application/json");

    private final CloseableHttpAsyncClient http;
    private final ScheduledExecutorService scheduler;
    private final HttpHost target;
    private final Header key;
    private final TransportFailures failures;

    Exchanger(LinkupClientSettings settings, CloseableHttpAsyncClient http, ScheduledExecutorService scheduler) {
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
     * Makes an exchange of a request, without sending it.
     *
     * @param paymentSignature the payment to send along, or null
     * @param leaving runs when the request is being sent
     * @param reception takes the answer
     * @param listener hears of the end
     */
    Exchange prepare(
            ApiRequest request,
            String paymentSignature,
            Runnable leaving,
            Reception<?> reception,
            Exchange.Listener listener) {
        RequestProducer producer = new RequestProducer(message(request, paymentSignature), request.body(), leaving);
        return new Exchange(this, producer, reception, listener);
    }

    /** Sends a request, whose listener may hear of the end before this returns. */
    void send(Exchange exchange) {
        try {
            Reception<?> reception = exchange.reception();
            time(exchange, reception.limits().timeout().toNanos());
            exchange.sentBy(http.execute(
                    target,
                    exchange.producer(),
                    new NoticedAnswer(reception.consumer(), exchange::begun),
                    null,
                    null,
                    exchange));
        } catch (RuntimeException e) {
            exchange.failed(e);
        }
    }

    /** Has an exchange asked later whether its time is up; throws if the scheduler is closed. */
    void time(Exchange exchange, long nanos) {
        exchange.timedBy(scheduler.schedule(exchange, nanos, TimeUnit.NANOSECONDS));
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

    TransportFailures failures() {
        return failures;
    }
}

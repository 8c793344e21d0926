package io.github.camellinkup.client;

import io.github.camellinkup.client.exception.LinkupException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.core5.concurrent.FutureCallback;

/**
 * One try of a request over HTTP, from sending to the end of its answer or of its time. Notifies its listener exactly once
 * of the end.
 */
final class HttpAttempt implements FutureCallback<HttpAnswer>, Runnable {

    /** Is notified of an attempt, on a thread of the HTTP client or of the scheduler. */
    interface Listener {

        /** The head of the answer has come, with this HTTP status. */
        void begun(int status);

        void answered(HttpAnswer answer);

        void failed(LinkupException failure);
    }

    private final HttpSender sender;
    private final RequestProducer producer;
    private final AnswerLimits limits;
    private final AnswerCollector collector;
    private final AtomicReference<Listener> listener;
    private volatile Future<?> timer;
    private volatile Future<?> http;

    /** @param isPage whether the answer is a page of tasks */
    HttpAttempt(HttpSender sender, RequestProducer producer, AnswerLimits limits, boolean isPage, Listener listener) {
        this.sender = sender;
        this.producer = producer;
        this.limits = limits;
        this.collector = new AnswerCollector(limits.maxBytes(), isPage, this::begun);
        this.listener = new AtomicReference<>(listener);
    }

    RequestProducer producer() {
        return producer;
    }

    AnswerLimits limits() {
        return limits;
    }

    AnswerCollector collector() {
        return collector;
    }

    void setTimer(Future<?> running) {
        timer = running;
        if (listener.get() == null) {
            running.cancel(false);
        }
    }

    void setHttp(Future<?> running) {
        http = running;
        if (listener.get() == null) {
            running.cancel(true);
        }
    }

    /** Whether any of the request may have left this machine. If not, nothing will leave from now on. */
    boolean mayHaveLeft() {
        return !producer.holdBack();
    }

    /** Ends the attempt without notifying the listener. */
    void cancel() {
        if (end() != null) {
            cancelHttp();
        }
    }

    /** The time is up. */
    @Override
    public void run() {
        boolean mayHaveLeft = mayHaveLeft();
        Listener listening = end();
        if (listening != null) {
            // Before the listener, which may call again at once and then needs the connection.
            cancelHttp();
            listening.failed(sender.failures().timeout(limits, mayHaveLeft));
        }
    }

    private void begun(int status) {
        Listener listening = listener.get();
        if (listening != null) {
            listening.begun(status);
        }
    }

    @Override
    public void completed(HttpAnswer answer) {
        Listener listening = end();
        if (listening != null) {
            listening.answered(answer);
        }
    }

    @Override
    public void failed(Exception cause) {
        Listener listening = end();
        if (listening != null) {
            listening.failed(sender.failures().exception(cause, producer.mayHaveLeft(), limits));
        }
    }

    @Override
    public void cancelled() {
        failed(new CancellationException("cancelled"));
    }

    /** Ends the attempt, and answers the listener to notify; null if the attempt has ended before. */
    private Listener end() {
        Listener listening = listener.getAndSet(null);
        if (listening == null) {
            return null;
        }
        Future<?> running = timer;
        if (running != null) {
            running.cancel(false);
        }
        return listening;
    }

    /** Ends the exchange over HTTP if it is still going on. */
    private void cancelHttp() {
        Future<?> running = http;
        if (running != null) {
            running.cancel(true);
        }
    }
}

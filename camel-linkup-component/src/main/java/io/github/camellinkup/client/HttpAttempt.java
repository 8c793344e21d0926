package io.github.camellinkup.client;

import io.github.camellinkup.client.exception.LinkupException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;

/** One attempt to send a request over HTTP and to receive its answer in time. Notifies its listener of the end once. */
final class HttpAttempt implements FutureCallback<HttpAnswer>, Runnable {

    /** Is notified of an attempt, on a thread of the HTTP client or of the scheduler. */
    interface Listener {

        /** The head of the answer has arrived, with this HTTP status. */
        void begun(int status);

        void answered(HttpAnswer answer);

        void failed(LinkupException failure);
    }

    private final RequestProducer producer;
    private final AnswerLimits limits;
    private final AnswerCollector collector;
    private final TransportFailures failures;

    /** Null after the end of the attempt. */
    private final AtomicReference<Listener> listener;

    private volatile Future<?> timer;
    private volatile Future<?> http;

    /** @param isPage whether the answer is a page of tasks */
    HttpAttempt(
            RequestProducer producer,
            AnswerLimits limits,
            boolean isPage,
            TransportFailures failures,
            Listener listener) {
        this.producer = producer;
        this.limits = limits;
        this.collector = new AnswerCollector(limits, isPage, this::begun);
        this.failures = failures;
        this.listener = new AtomicReference<>(listener);
    }

    /** Sends the request. The listener may be notified of the end before this method returns. */
    void send(CloseableHttpAsyncClient client, HttpHost target, ScheduledExecutorService scheduler) {
        try {
            timer = scheduler.schedule(this, limits.timeout().toNanos(), TimeUnit.NANOSECONDS);
            http = client.execute(target, producer, collector, null, null, this);
        } catch (RuntimeException e) {
            failed(e);
        }
        if (listener.get() == null) {
            cancel(timer, false);
            cancel(http, true);
        }
    }

    /** Whether any of the request may have left this machine. If not, nothing will leave from now on. */
    boolean mayHaveLeft() {
        return !producer.holdBack();
    }

    /** Ends the attempt without notifying the listener. */
    void cancel() {
        if (end() != null) {
            cancel(http, true);
        }
    }

    /** The time limit has passed. */
    @Override
    public void run() {
        boolean mayHaveLeft = mayHaveLeft();
        Listener listening = end();
        if (listening != null) {
            // Before the listener, which may call again at once and then needs the connection.
            cancel(http, true);
            listening.failed(failures.timeout(limits, mayHaveLeft));
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
            listening.failed(failures.exception(cause, producer.mayHaveLeft()));
        }
    }

    @Override
    public void cancelled() {
        failed(new CancellationException("cancelled"));
    }

    /** Ends the attempt. Returns the listener to notify, or null if the attempt has ended before. */
    private Listener end() {
        Listener listening = listener.getAndSet(null);
        if (listening != null) {
            cancel(timer, false);
        }
        return listening;
    }

    private static void cancel(Future<?> future, boolean mayInterrupt) {
        if (future != null) {
            future.cancel(mayInterrupt);
        }
    }
}

package io.github.camellinkup.client;

import io.github.camellinkup.client.exception.LinkupException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.core5.concurrent.FutureCallback;

/**
 * One request on its way, from sending to the end of the answer or of the patience. Tells its listener exactly once how
 * it went.
 */
final class Exchange implements FutureCallback<HttpAnswer>, Runnable {

    /** Hears of an exchange, on a thread of the HTTP client or of the scheduler. */
    interface Listener {

        /** The head of the answer has come, with this HTTP status. */
        void begun(int status);

        void answered(HttpAnswer answer);

        void failed(LinkupException failure);
    }

    private final Exchanger exchanger;
    private final RequestProducer producer;
    private final Reception<?> reception;
    private final AtomicReference<Listener> listener;
    private volatile Future<?> timer;
    private volatile Future<?> http;

    Exchange(Exchanger exchanger, RequestProducer producer, Reception<?> reception, Listener listener) {
        this.exchanger = exchanger;
        this.producer = producer;
        this.reception = reception;
        this.listener = new AtomicReference<>(listener);
    }

    RequestProducer producer() {
        return producer;
    }

    Reception<?> reception() {
        return reception;
    }

    void timedBy(Future<?> running) {
        timer = running;
        if (listener.get() == null) {
            running.cancel(false);
        }
    }

    void sentBy(Future<?> running) {
        http = running;
        if (listener.get() == null) {
            running.cancel(true);
        }
    }

    /** Whether any of the request may have left this machine. If not, nothing will leave from now on. */
    boolean mayHaveLeft() {
        return !producer.holdBack();
    }

    /** Ends the exchange without telling the listener. */
    void cancel() {
        if (end() != null) {
            cancelHttp();
        }
    }

    /** The time is up, or would be, had the other side not been heard of since. */
    @Override
    public void run() {
        long left = reception.nanosLeft();
        if (left > 0) {
            waitOn(left);
            return;
        }
        boolean mayHaveLeft = mayHaveLeft();
        Listener told = end();
        if (told != null) {
            // First this: who is told may call again at once, which should not meet what is left of this call.
            cancelHttp();
            told.failed(
                    reception.isStreamed()
                            ? exchanger.failures().silence(reception.limits().timeout())
                            : exchanger.failures().timeout(reception.limits(), mayHaveLeft));
        }
    }

    private void waitOn(long nanos) {
        try {
            exchanger.time(this, nanos);
        } catch (RejectedExecutionException e) {
            failed(e);
            cancelHttp();
        }
    }

    /** The head of the answer has come. */
    void begun(int status) {
        Listener told = listener.get();
        if (told != null) {
            told.begun(status);
        }
    }

    @Override
    public void completed(HttpAnswer answer) {
        Listener told = end();
        if (told != null) {
            told.answered(answer);
        }
    }

    @Override
    public void failed(Exception cause) {
        Listener told = end();
        if (told != null) {
            told.failed(exchanger.failures().exception(cause, producer.mayHaveLeft(), reception.limits()));
        }
    }

    @Override
    public void cancelled() {
        failed(new CancellationException("cancelled"));
    }

    /** Who is to be told; null if someone has been. */
    private Listener end() {
        Listener told = listener.getAndSet(null);
        if (told == null) {
            return null;
        }
        reception.stop();
        Future<?> running = timer;
        if (running != null) {
            running.cancel(false);
        }
        return told;
    }

    /** Ends what may still be going on over HTTP. */
    void cancelHttp() {
        Future<?> running = http;
        if (running != null) {
            running.cancel(true);
        }
    }
}

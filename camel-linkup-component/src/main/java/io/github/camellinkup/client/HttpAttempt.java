package io.github.camellinkup.client;

import io.github.camellinkup.client.exception.LinkupException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.async.HttpAsyncClient;
import org.apache.hc.core5.concurrent.FutureCallback;

/** One attempt to send a request over HTTP and to receive its answer in time. */
final class HttpAttempt extends CompletableFuture<HttpAnswer> implements FutureCallback<HttpAnswer>, Runnable {

    private final RequestProducer producer;
    private final AnswerCollector collector;
    private final AnswerLimits limits;
    private final TransportFailures failures;
    private volatile Future<?> timer;
    private volatile Future<?> http;

    HttpAttempt(RequestProducer producer, AnswerCollector collector, AnswerLimits limits, TransportFailures failures) {
        this.producer = producer;
        this.collector = collector;
        this.limits = limits;
        this.failures = failures;
    }

    /**
     * Sends the request. The attempt may end before this method returns.
     *
     * @return the end, on a thread of the HTTP client or of the scheduler. After a failure the connection is closed. It
     *     fails with a {@link LinkupException}, or with a {@link CancellationException} if the attempt is cancelled
     */
    CompletionStage<HttpAnswer> send(HttpAsyncClient client, ScheduledExecutorService scheduler) {
        CompletionStage<HttpAnswer> end = whenComplete((answer, failure) -> release());
        try {
            timer = scheduler.schedule(this, limits.timeout().toNanos(), TimeUnit.NANOSECONDS);
            http = client.execute(producer, collector, null, null, this);
        } catch (RuntimeException e) {
            failed(e);
        }
        if (isDone()) {
            release();
        }
        return end;
    }

    /** Whether any of the request may have left this machine. If not, nothing will leave from now on. */
    boolean mayHaveLeft() {
        return !producer.holdBack();
    }

    /** The time limit has passed. */
    @Override
    public void run() {
        completeExceptionally(failures.timeout(limits, mayHaveLeft()));
    }

    @Override
    public void completed(HttpAnswer answer) {
        complete(answer);
    }

    @Override
    public void failed(Exception cause) {
        completeExceptionally(failures.exception(cause, producer.mayHaveLeft()));
    }

    @Override
    public void cancelled() {
        failed(new CancellationException("cancelled"));
    }

    private void release() {
        if (timer != null) {
            timer.cancel(false);
        }
        if (http != null && isCompletedExceptionally()) {
            http.cancel(true);
        }
    }
}

package io.github.camellinkup.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupPaymentRequiredException;
import io.github.camellinkup.client.exception.LinkupResponseTooLargeException;
import io.github.camellinkup.client.exception.LinkupTooManyRequestsException;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.exception.LinkupUnreadableAnswerException;
import io.github.camellinkup.client.model.TaskReader;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.core5.http.HttpStatus;

/**
 * One call with all its tries. A try waits for the limiter, is sent over HTTP, and is perhaps paid for; then the answer is
 * read, or the call is tried again. Completes exactly once. Cancelling it ends the try in flight.
 *
 * @param <T> the answer
 */
final class Call<T> extends CompletableFuture<T> {

    /** Reads the body of a success. */
    @FunctionalInterface
    interface Reader<T> {
        T read(byte[] body) throws IOException;
    }

    private final CallSupport support;
    private final ApiRequest request;
    private final AnswerLimits limits;
    private final RetryGuard guard;
    private final Reader<T> reader;
    private final long begin;
    private final AtomicBoolean endIsTold = new AtomicBoolean();

    private int failedTries;
    private boolean succeeded;
    private boolean exceededDeadline;
    private String paymentSignature;
    private volatile CompletableFuture<CallLimiter.Pass> admission;
    private volatile CallLimiter.Pass pass = CallLimiter.Pass.FREE;
    private volatile boolean goesFirst;
    private volatile HttpAttempt attempt;
    private volatile Future<?> retry;
    private volatile boolean closed;

    Call(CallSupport support, ApiRequest request, AnswerLimits limits, RetryGuard guard, Reader<T> reader) {
        this.support = support;
        this.request = request;
        this.limits = limits;
        this.guard = guard;
        this.reader = reader;
        this.begin = support.nanoTime().getAsLong();
    }

    /** Makes a try, the first or another. */
    void start() {
        if (isDone()) {
            return;
        }
        long queuedAt = support.nanoTime().getAsLong();
        try {
            admission = support.limiter().admit(request.operation(), goesFirst).toCompletableFuture();
            admission.whenComplete((admitted, refusal) -> {
                if (refusal == null) {
                    pass = admitted;
                    support.listener().sending(request.operation(), support.since(queuedAt));
                    send();
                } else {
                    fail(refused(refusal));
                }
            });
        } catch (RuntimeException e) {
            fail(refused(e));
        }
        if (isDone()) {
            cancelQuietly();
        }
    }

    private void send() {
        try {
            HttpAttempt next = support.attempt(request, paymentSignature, limits, pass);
            // Assigned before it is sent, so that failAsClosed() sees that the request may have left.
            attempt = next;
            if (closed || isDone()) {
                return;
            }
            next.send(support.http(), support.scheduler()).whenComplete(this::ended);
        } catch (RuntimeException | Error e) {
            fail(unexpected("The call " + request + " could not be sent", e));
        }
        if (isDone()) {
            cancelQuietly();
        }
    }

    private void ended(HttpAnswer answer, Throwable failure) {
        try {
            if (failure == null) {
                answered(answer);
            } else if (unwrapped(failure) instanceof LinkupException known) {
                failed(known);
            }
            // Else it was cancelled, and the call has ended.
        } catch (RuntimeException | Error e) {
            // Also an Error: otherwise the call would never complete.
            fail(unexpected("The end of " + request + " could not be processed", e));
        }
    }

    private void answered(HttpAnswer answer) {
        if (answer.isSuccess()) {
            succeeded = true;
            support.listener().tried(request.operation(), null);
            read(answer);
        } else if (answer.status() == 402 && support.settings().paymentSigner() != null && paymentSignature == null) {
            pay(answer);
        } else {
            failed(support.errors().exception(request, answer, mask()));
        }
    }

    private void read(HttpAnswer answer) {
        try {
            complete(reader.read(answer.utf8()));
        } catch (IOException | RuntimeException e) {
            fail(unreadable(answer, e));
        } catch (OutOfMemoryError e) {
            fail(TransportFailures.noMemory());
        }
    }

    private void failed(LinkupException failure) {
        failedTries++;
        support.listener().tried(request.operation(), failure);
        boolean heldByLimiter =
                isTooSoon(failure) && pass.refused(failure.getRetryAfter().orElse(null));
        boolean last = isPaidAndUncertain(failure) || isLeftToTheCaller(failure) || exceedsDeadlineAgain(failure);
        long delay = last ? -1 : support.retries().delayMillis(request.operation(), failure, failedTries);
        if (delay < 0 || !guard.mayTryAgain(failure)) {
            fail(failure);
            return;
        }
        paymentSignature = null;
        attempt = null;
        goesFirst = heldByLimiter;
        try {
            retry = support.scheduler().schedule(this::start, heldByLimiter ? 0 : delay, TimeUnit.MILLISECONDS);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            fail(failure);
        }
        if (isDone()) {
            cancelQuietly();
        }
    }

    private static boolean isTooSoon(LinkupException failure) {
        return failure instanceof LinkupTooManyRequestsException
                || failure.getStatusCode() == HttpStatus.SC_SERVICE_UNAVAILABLE
                        && failure.getRetryAfter().isPresent();
    }

    /** Whether a read with its own limits got no whole answer: the caller then requests a smaller page. */
    private boolean isLeftToTheCaller(LinkupException failure) {
        return !limits.areOptions() && failure.getStatusCode() == 0 && !failure.isCertainlyNotProcessed();
    }

    /** A search or fetch that takes Linkup too long is tried again once. */
    private boolean exceedsDeadlineAgain(LinkupException failure) {
        boolean exceeds = request.operation().isDirect() && failure.getStatusCode() == HttpStatus.SC_GATEWAY_TIMEOUT;
        boolean again = exceeds && exceededDeadline;
        exceededDeadline |= exceeds;
        return again;
    }

    /** A payment that may have been charged must not be repeated. */
    private boolean isPaidAndUncertain(LinkupException failure) {
        return paymentSignature != null && !failure.isCertainlyNotProcessed();
    }

    private void pay(HttpAnswer answer) {
        try {
            Payment.sign(support.settings().paymentSigner(), answer.header(Payment.REQUIRED_HEADER))
                    .whenComplete((signature, failure) -> {
                        if (failure == null) {
                            paymentSignature = signature;
                            // It has had its turn, and a payment must not expire in the queue.
                            goesFirst = true;
                            start();
                        } else {
                            fail(unpaid(failure));
                        }
                    });
        } catch (RuntimeException e) {
            fail(unpaid(e));
        }
    }

    private void fail(LinkupException failure) {
        failure.setTries(Math.max(1, failedTries));
        boolean isAnswered = succeeded
                || failure instanceof LinkupResponseTooLargeException
                || failure instanceof LinkupUnreadableAnswerException;
        failure.setPaid(
                isPaidAndUncertain(failure) || isAnswered && request.operation().isDirect());
        completeExceptionally(failure);
    }

    private static LinkupException unexpected(String problem, Throwable cause) {
        return new LinkupUnknownException(problem, false, false, cause);
    }

    private static LinkupException unpaid(Throwable failure) {
        return new LinkupPaymentRequiredException(
                "Linkup asks for a payment for this call, and none could be made: "
                        + unwrapped(failure).getMessage(),
                ErrorAnswer.ofStatus(402));
    }

    private LinkupException refused(Throwable refusal) {
        Throwable cause = unwrapped(refusal);
        return cause instanceof LinkupException known
                ? known
                : new LinkupUnknownException(
                        "The limiter refused the call " + request + ": " + cause.getMessage(), false, true, cause);
    }

    /** The exception of the parser is not the cause: it may quote a secret. */
    private LinkupException unreadable(HttpAnswer answer, Exception failure) {
        Mask mask = mask();
        String reason =
                failure instanceof JsonProcessingException json ? json.getOriginalMessage() : failure.getMessage();
        return new LinkupUnreadableAnswerException(
                "The answer to " + request + " cannot be read (" + mask.excerpt(reason) + "). It is "
                        + mask.describe(answer),
                ErrorAnswer.ofStatus(answer.status()),
                request.operation().readsTasks()
                        ? TaskReader.firstTask(
                                answer.utf8(), request.operation().listsTasks())
                        : null);
    }

    private Mask mask() {
        return support.mask(paymentSignature);
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Fails the call because its client is closed. Whether it was certainly not processed depends on its progress. */
    void failAsClosed() {
        closed = true;
        HttpAttempt running = attempt;
        boolean mayHaveLeft = running != null && running.mayHaveLeft();
        if (completeExceptionally(new LinkupUnknownException(
                "The call ended because the client was closed", false, !mayHaveLeft, null))) {
            cancelQuietly();
        }
    }

    @Override
    public boolean complete(T answer) {
        tellEnd(null);
        return super.complete(answer);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        tellEnd(failure);
        return super.completeExceptionally(failure);
    }

    /** Before the caller goes on, so that the caller finds the call counted. */
    private void tellEnd(Throwable failure) {
        if (endIsTold.compareAndSet(false, true)) {
            support.listener().ended(request.operation(), support.since(begin), failure);
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        tellEnd(new CancellationException("cancelled"));
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        cancelQuietly();
        return cancelled;
    }

    /** Ends the attempt in flight, the wait for the limiter and the timer of a retry. Notifies nothing. */
    void cancelQuietly() {
        cancel(admission);
        cancel(retry);
        cancel(attempt);
    }

    private static void cancel(Future<?> future) {
        if (future != null) {
            future.cancel(false);
        }
    }
}

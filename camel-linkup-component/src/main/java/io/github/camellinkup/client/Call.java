package io.github.camellinkup.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupPaymentRequiredException;
import io.github.camellinkup.client.exception.LinkupResponseTooLargeException;
import io.github.camellinkup.client.exception.LinkupTooManyRequestsException;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.exception.LinkupUnreadableAnswerException;
import io.github.camellinkup.client.model.AnswerReader;
import io.github.resilience4j.retry.Retry;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.HttpStatus;

/**
 * One call with all its tries: through the gate, over HTTP, perhaps paid for, read, or tried again. Completes exactly
 * once; cancelling it ends what is under way.
 *
 * @param <T> the answer
 */
final class Call<T> extends CompletableFuture<T> implements HttpAttempt.Listener {

    /** Makes an answer of the body of a success. */
    @FunctionalInterface
    interface Reader<T> {
        T read(byte[] body) throws IOException;
    }

    private final CallSupport support;
    private final ApiRequest request;
    private final AnswerLimits limits;
    private final Reader<T> reader;

    private Retry.AsyncContext<Object> tries;
    private int failedTries;
    private boolean succeeded;
    private String paymentSignature;
    private volatile CompletableFuture<CallGate.Pass> admission;
    private volatile CallGate.Pass pass = CallGate.Pass.FREE;
    private volatile boolean goesFirst;
    private volatile HttpAttempt attempt;
    private volatile Future<?> retry;
    private volatile boolean closed;

    Call(CallSupport support, ApiRequest request, AnswerLimits limits, Reader<T> reader) {
        this.support = support;
        this.request = request;
        this.limits = limits;
        this.reader = reader;
    }

    /** Makes a try, the first or another. */
    void start() {
        if (isDone()) {
            return;
        }
        try {
            admission = support.gate().admit(request.operation(), goesFirst).toCompletableFuture();
            admission.whenComplete((admitted, refusal) -> {
                if (refusal == null) {
                    pass = admitted;
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
            HttpAttempt next = support.sender().prepare(request, paymentSignature, pass::left, limits, this);
            // Assigned before it is sent, so that failAsClosed() sees that the request may have left.
            attempt = next;
            if (closed || isDone()) {
                return;
            }
            support.sender().send(next);
        } catch (RuntimeException | Error e) {
            fail(unexpected("The call " + request + " could not be sent", e));
            return;
        }
        if (isDone()) {
            cancelQuietly();
        }
    }

    @Override
    public void begun(int status) {
        pass.answered(status);
    }

    @Override
    public void answered(HttpAnswer answer) {
        try {
            if (answer.isSuccess()) {
                succeeded = true;
                read(answer);
            } else if (answer.status() == 402 && support.signer() != null && paymentSignature == null) {
                pay(answer);
            } else {
                failed(support.errors().exception(request, answer, mask()));
            }
        } catch (RuntimeException | Error e) {
            // An Error too: without this the caller would wait for ever.
            fail(unexpected("The answer to " + request + " could not be taken", e));
        }
    }

    private void read(HttpAnswer answer) {
        T result;
        try {
            result = reader.read(Utf8.repaired(answer.body()));
        } catch (IOException | RuntimeException e) {
            fail(unreadable(answer, e));
            return;
        } catch (OutOfMemoryError e) {
            fail(TransportFailures.noMemory());
            return;
        }
        complete(result);
    }

    /** The body if it is a page of tasks, else nothing. */
    private byte[] pageOf(HttpAnswer answer) {
        return request.operation().listsTasks() ? answer.body() : AnswerCollector.EMPTY;
    }

    @Override
    public void failed(LinkupException failure) {
        failedTries++;
        if (tries == null) {
            tries = support.retries().start(request.operation());
        }
        boolean heldByGate =
                isTooSoon(failure) && pass.refused(failure.getRetryAfter().orElse(null));
        boolean last = isPaidAndUncertain(failure) || isForTheCallerToTryAgain(failure);
        long delay = last ? -1 : tries.onError(failure);
        if (delay < 0) {
            fail(failure);
            return;
        }
        paymentSignature = null;
        attempt = null;
        goesFirst = heldByGate;
        try {
            retry = support.scheduler().schedule(this::start, heldByGate ? 0 : delay, TimeUnit.MILLISECONDS);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            fail(failure);
        }
        if (isDone()) {
            cancelQuietly();
        }
    }

    private static boolean isTooSoon(LinkupException failure) {
        boolean unavailableForATime = failure.getStatusCode() == HttpStatus.SC_SERVICE_UNAVAILABLE
                && failure.getRetryAfter().isPresent();
        return failure instanceof LinkupTooManyRequestsException || unavailableForATime;
    }

    /** Whether no whole answer came to a read with limits of its own: the caller asks for a smaller page. */
    private boolean isForTheCallerToTryAgain(LinkupException failure) {
        return !limits.areOptions() && failure.getStatusCode() == 0 && !failure.isCertainlyNotProcessed();
    }

    /** A payment that may have been taken must not be made again. */
    private boolean isPaidAndUncertain(LinkupException failure) {
        return paymentSignature != null && !failure.isCertainlyNotProcessed();
    }

    private void pay(HttpAnswer answer) {
        try {
            Payment.sign(support.signer(), answer.paymentRequired()).whenComplete((signature, failure) -> {
                if (failure == null) {
                    paymentSignature = signature;
                    // It had its turn, and a payment must not grow old in the queue.
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
        return new LinkupUnknownException(problem, ErrorAnswer.NONE, false, false, cause);
    }

    private static LinkupException unpaid(Throwable failure) {
        Throwable cause = unwrapped(failure);
        return new LinkupPaymentRequiredException(
                "Linkup asks for a payment for this call, and none could be made: " + cause.getMessage(),
                ErrorAnswer.ofStatus(402));
    }

    private LinkupException refused(Throwable refusal) {
        Throwable cause = unwrapped(refusal);
        return cause instanceof LinkupException known
                ? known
                : new LinkupUnknownException(
                        "The call " + request + " was not let out: " + cause.getMessage(),
                        ErrorAnswer.NONE,
                        false,
                        true,
                        cause);
    }

    /** The parser's exception is not kept as the cause: it may quote what must be masked. */
    private LinkupException unreadable(HttpAnswer answer, Exception reason) {
        Mask mask = mask();
        return new LinkupUnreadableAnswerException(
                "The answer to " + request + " cannot be read (" + Excerpt.of(mask.hide(reason(reason))) + "). It is "
                        + Excerpt.describe(answer, mask),
                ErrorAnswer.ofStatus(answer.status()),
                AnswerReader.firstTask(pageOf(answer)));
    }

    private static String reason(Exception failure) {
        return failure instanceof JsonProcessingException json ? json.getOriginalMessage() : failure.getMessage();
    }

    private Mask mask() {
        return paymentSignature == null ? support.mask() : support.mask().and(paymentSignature);
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Fails the call because its client is closed. What is certain then depends on how far the call had come. */
    void failAsClosed() {
        closed = true;
        HttpAttempt running = attempt;
        boolean mayHaveLeft = running != null && running.mayHaveLeft();
        boolean failed = completeExceptionally(new LinkupUnknownException(
                "The call was given up because the client was closed", ErrorAnswer.NONE, false, !mayHaveLeft, null));
        if (failed) {
            cancelQuietly();
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        cancelQuietly();
        return cancelled;
    }

    /** Ends the attempt under way, the place in the queue and the timer of a retry. Notifies nobody. */
    void cancelQuietly() {
        CompletableFuture<CallGate.Pass> queued = admission;
        if (queued != null) {
            queued.cancel(false);
        }
        HttpAttempt running = attempt;
        if (running != null) {
            running.cancel();
        }
        Future<?> waiting = retry;
        if (waiting != null) {
            waiting.cancel(false);
        }
    }
}

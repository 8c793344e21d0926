package io.github.camellinkup.client;

import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupResponseTooLargeException;
import io.github.camellinkup.client.exception.LinkupTimeoutException;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.exception.LinkupUnreadableAnswerException;
import io.github.camellinkup.client.model.AnswerReader;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.RequestNotExecutedException;

/** Makes exceptions of failures of the transport: no answer came, or not all of it. */
final class TransportFailures {

    private final HttpHost target;

    TransportFailures(HttpHost target) {
        this.target = target;
    }

    /**
     * @param cause what the HTTP client reports
     * @param mayHaveLeft whether any of the request may have left this machine
     * @param limits those of the call
     */
    LinkupException exception(Exception cause, boolean mayHaveLeft, AnswerLimits limits) {
        if (cause instanceof TooLargeException tooLarge) {
            return tooLarge(tooLarge, limits);
        }
        if (cause instanceof NoMemoryException) {
            return noMemory();
        }
        if (cause instanceof MessageConstraintException) {
            return new LinkupUnreadableAnswerException(
                    "The answer from " + target
                            + " cannot be read: a line of its head or of a chunk is too long, or it has"
                            + " too many headers",
                    ErrorAnswer.NONE);
        }
        if (cause instanceof ConnectTimeoutException) {
            return new LinkupTimeoutException(
                    "No connection to " + target + " was made within the option connectTimeout", true, cause);
        }
        if (cause instanceof SocketTimeoutException) {
            return new LinkupTimeoutException(
                    target + " was silent for longer than the options responseTimeout and soTimeout allow",
                    !mayHaveLeft,
                    cause);
        }
        if (cause instanceof TimeoutException) {
            return new LinkupTimeoutException(
                    "No connection to " + target + " became free within the option connectionRequestTimeout: raise"
                            + " connectionsPerRoute and maxTotalConnections, or send fewer calls at a time",
                    true,
                    cause);
        }
        if (cause instanceof UnknownHostException) {
            return unreachable("The address of " + target + " is not known: check the option baseUrl", cause);
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return unreachable("No connection to " + target + " could be made", cause);
        }
        if (isDistrusted(cause)) {
            return new LinkupUnknownException(
                    "The certificate of " + target + " is not trusted: check the option sslContextParameters",
                    ErrorAnswer.NONE,
                    false,
                    true,
                    cause);
        }
        if (cause instanceof SSLException) {
            return cut("The TLS connection to " + target + " failed", !mayHaveLeft, cause);
        }
        // The HTTP client says so by cancelling or by an illegal state, the scheduler by rejecting.
        if (cause instanceof IllegalStateException || cause instanceof RejectedExecutionException) {
            return new LinkupUnknownException(
                    "The call was given up because the HTTP client, or the scheduler, was closed",
                    ErrorAnswer.NONE,
                    false,
                    !mayHaveLeft,
                    cause);
        }
        return cut(
                "The connection to " + target + " was cut before the answer had come",
                !mayHaveLeft || cause instanceof RequestNotExecutedException,
                cause);
    }

    LinkupException timeout(AnswerLimits limits, boolean mayHaveLeft) {
        String unsent = mayHaveLeft ? "" : "; the call was still waiting for a connection";
        return new LinkupTimeoutException(
                "No whole answer from " + target + " came within " + limits.timeoutName() + " ("
                        + limits.timeout().toMillis() + " ms)" + unsent,
                !mayHaveLeft,
                null);
    }

    private static LinkupException tooLarge(TooLargeException cause, AnswerLimits limits) {
        return new LinkupResponseTooLargeException(
                "The answer is larger than " + limits.sizeName() + " allows: " + cause.size() + " bytes or more, with "
                        + cause.limit() + " allowed",
                AnswerReader.firstTask(cause.beginning()));
    }

    /** Not an answer that is too large: there may be memory the next time. */
    static LinkupException noMemory() {
        return new LinkupUnknownException(
                "There is no memory for the answer: give the JVM more, or set the option maxResponseSize lower",
                ErrorAnswer.NONE,
                false,
                false,
                null);
    }

    private static LinkupException unreachable(String problem, Exception cause) {
        return new LinkupUnknownException(problem, ErrorAnswer.NONE, true, true, cause);
    }

    private static LinkupException cut(String problem, boolean certainlyNotProcessed, Exception cause) {
        return new LinkupUnknownException(problem, ErrorAnswer.NONE, true, certainlyNotProcessed, cause);
    }

    private static boolean isDistrusted(Throwable failure) {
        if (failure instanceof SSLPeerUnverifiedException) {
            return true;
        }
        if (!(failure instanceof SSLException)) {
            return false;
        }
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return true;
            }
        }
        return false;
    }
}

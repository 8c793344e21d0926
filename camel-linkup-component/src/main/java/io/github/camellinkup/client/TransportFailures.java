package io.github.camellinkup.client;

import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupTimeoutException;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.exception.LinkupUnreadableAnswerException;
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

/**
 * Creates exceptions for failures of the transport: no answer arrived, or not all of it.
 *
 * @param target the server that was called
 */
record TransportFailures(HttpHost target) {

    /**
     * @param cause what the HTTP client reports
     * @param mayHaveLeft whether any of the request may have left this machine
     */
    LinkupException exception(Exception cause, boolean mayHaveLeft) {
        // From the AnswerCollector: the answer is too large, or there is no memory for it.
        if (cause.getCause() instanceof LinkupException failure) {
            return failure;
        }
        if (cause instanceof MessageConstraintException) {
            return new LinkupUnreadableAnswerException(
                    "The answer from " + target + " cannot be read: a line of its head or of a chunk is too long, or it"
                            + " has too many headers",
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
            return retryable("The address of " + target + " is not known: check the option baseUrl", true, cause);
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return retryable(
                    "No connection to " + target
                            + " could be made: check the option baseUrl, the option proxyHost if it"
                            + " is set, and whether the server runs",
                    true,
                    cause);
        }
        if (isDistrusted(cause)) {
            return new LinkupUnknownException(
                    "The certificate of " + target + " is not trusted: check the option sslContextParameters",
                    false,
                    true,
                    cause);
        }
        if (cause instanceof SSLException) {
            return retryable(
                    "The TLS connection to " + target
                            + " failed: check the option sslContextParameters, and whether the"
                            + " port of the option baseUrl speaks https",
                    !mayHaveLeft,
                    cause);
        }
        // A closed HTTP client cancels or throws IllegalStateException, a closed scheduler rejects.
        if (cause instanceof IllegalStateException || cause instanceof RejectedExecutionException) {
            return new LinkupUnknownException(
                    "The call ended because the HTTP client, or the scheduler, was closed", false, !mayHaveLeft, cause);
        }
        String hint = "http".equalsIgnoreCase(target.getSchemeName())
                ? ". If it always is, check whether the option baseUrl must begin with https"
                : "";
        return retryable(
                "The connection to " + target + " was cut before the whole answer had arrived" + hint,
                !mayHaveLeft || cause instanceof RequestNotExecutedException,
                cause);
    }

    LinkupException timeout(AnswerLimits limits, boolean mayHaveLeft) {
        String unsent = mayHaveLeft ? "" : "; the call was still waiting for a connection";
        return new LinkupTimeoutException(
                "No whole answer from " + target + " arrived within " + limits.timeoutName() + " ("
                        + limits.timeout().toMillis() + " ms)" + unsent,
                !mayHaveLeft,
                null);
    }

    /** Unlike an answer that is too large, the next one may find enough memory. */
    static LinkupException noMemory() {
        return new LinkupUnknownException(
                "There is no memory for the answer: give the JVM more, or set the option maxResponseSize lower",
                false,
                false,
                null);
    }

    private static LinkupException retryable(String problem, boolean certainlyNotProcessed, Exception cause) {
        return new LinkupUnknownException(problem, true, certainlyNotProcessed, cause);
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

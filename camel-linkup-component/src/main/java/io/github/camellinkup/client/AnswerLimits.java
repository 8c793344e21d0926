package io.github.camellinkup.client;

import java.time.Duration;

/**
 * How large an answer may be and how long one try may take.
 *
 * @param maxBytes the largest body accepted, in bytes
 * @param sizeName the name of the size limit, for messages
 * @param timeout the time limit of one try
 * @param timeoutName the name of the time limit, for messages
 * @param areOptions whether these are the options of the client. If not, the caller set limits for this one read, and
 *     decides itself what to request next when they are exceeded
 */
record AnswerLimits(long maxBytes, String sizeName, Duration timeout, String timeoutName, boolean areOptions) {

    private static final String OF_READ = "the limit of this read";

    static AnswerLimits of(LinkupClientSettings settings) {
        return new AnswerLimits(
                settings.maxResponseSize(),
                "the option maxResponseSize",
                settings.requestTimeout(),
                "the option requestTimeout",
                true);
    }

    /** The limits of one read: each is the lower one of the option and the caller's, which may be null. */
    AnswerLimits with(ReadLimits limits) {
        if (limits == null) {
            return this;
        }
        boolean isSmaller = limits.maxBytes() < maxBytes;
        boolean isSooner = limits.timeout().compareTo(timeout) < 0;
        return new AnswerLimits(
                isSmaller ? limits.maxBytes() : maxBytes,
                isSmaller ? OF_READ : sizeName,
                isSooner ? limits.timeout() : timeout,
                isSooner ? OF_READ : timeoutName,
                false);
    }
}

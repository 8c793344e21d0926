package io.github.camellinkup.client;

import java.time.Duration;

/**
 * How large an answer may be and how long one try may take.
 *
 * @param maxBytes the largest body taken, in bytes
 * @param timeout the longest time for one try
 * @param areOptions whether they are the options of the client. If not, the caller of a read set them for this read alone,
 *     and itself decides what to ask for next when they are passed
 */
record AnswerLimits(long maxBytes, Duration timeout, boolean areOptions) {

    static AnswerLimits of(LinkupClientSettings settings) {
        return new AnswerLimits(settings.maxResponseSize(), settings.requestTimeout(), true);
    }

    /** These limits for one read, as far as they are lower than the options. */
    AnswerLimits with(ReadLimits limits) {
        boolean isSooner = limits.timeout().compareTo(timeout) < 0;
        return new AnswerLimits(Math.min(limits.maxBytes(), maxBytes), isSooner ? limits.timeout() : timeout, false);
    }

    /** The size limit, for messages. */
    String sizeName() {
        return areOptions ? "the option maxResponseSize" : "the limit of this read";
    }

    /** The time limit, for messages. */
    String timeoutName() {
        return areOptions ? "the option requestTimeout" : "the limit of this read";
    }
}

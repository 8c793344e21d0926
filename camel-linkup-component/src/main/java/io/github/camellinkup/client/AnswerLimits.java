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

    static AnswerLimits of(ReadLimits limits) {
        return new AnswerLimits(limits.maxBytes(), limits.timeout(), false);
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

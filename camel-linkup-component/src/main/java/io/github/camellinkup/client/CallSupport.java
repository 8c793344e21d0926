package io.github.camellinkup.client;

import java.util.concurrent.ScheduledExecutorService;

/**
 * What all calls of a client share.
 *
 * @param limiter limits the rate of calls
 * @param sender sends the calls
 * @param signer pays for calls, or null
 * @param errors creates the exceptions for error answers
 * @param retries decides on further tries
 * @param scheduler runs the timers of retries
 * @param mask hides the key
 */
record CallSupport(
        CallLimiter limiter,
        HttpSender sender,
        PaymentSigner signer,
        ErrorAnswers errors,
        Retries retries,
        ScheduledExecutorService scheduler,
        Mask mask) {}

package io.github.camellinkup.client;

import java.util.concurrent.ScheduledExecutorService;

/**
 * What all calls of a client share.
 *
 * @param gate lets calls out
 * @param sender sends them
 * @param signer pays for them, or null
 * @param errors names what Linkup refuses
 * @param retries decides on more tries
 * @param scheduler waits for them
 * @param mask hides the key
 */
record CallSupport(
        CallGate gate,
        HttpSender sender,
        PaymentSigner signer,
        ErrorAnswers errors,
        Retries retries,
        ScheduledExecutorService scheduler,
        Mask mask) {}

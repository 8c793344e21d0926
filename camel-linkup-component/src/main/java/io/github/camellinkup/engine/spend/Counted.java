package io.github.camellinkup.engine.spend;

import io.github.camellinkup.engine.exception.LinkupSpendLimitException;
import java.util.List;

/**
 * Requests that were counted before they are sent.
 *
 * @param receipts of the requests that the limit has room for, from the first one on
 * @param refusal why the next request must not be sent; null if there is room for all
 */
public record Counted(List<Receipt> receipts, LinkupSpendLimitException refusal) {}

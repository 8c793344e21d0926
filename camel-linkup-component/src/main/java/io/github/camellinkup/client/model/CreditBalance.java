package io.github.camellinkup.client.model;

import java.math.BigDecimal;

/**
 * What is left of the organisation's credits.
 *
 * @param balance the credits left
 * @param json the exact JSON that Linkup sent
 */
public record CreditBalance(BigDecimal balance, RawJson json) implements LinkupAnswer {}

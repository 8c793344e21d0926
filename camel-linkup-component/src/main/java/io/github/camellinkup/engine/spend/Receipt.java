package io.github.camellinkup.engine.spend;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * What was counted for one request before it was sent.
 *
 * @param day in UTC, on which it counts
 * @param price in US$
 */
public record Receipt(LocalDate day, BigDecimal price) {}

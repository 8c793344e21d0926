package io.github.camellinkup.examples.companies.command;

import io.github.camellinkup.client.model.Depth;
import java.math.BigDecimal;
import java.util.Locale;

/**
 * What searches cost at the list price of August 2026. Failed ones cost nothing.
 *
 * @param depth how thoroughly is searched
 * @param free whether the stand-in answers
 */
record Price(Depth depth, boolean free) {

    private static final BigDecimal STRUCTURED = new BigDecimal("0.006");
    private static final BigDecimal STRUCTURED_DEEP = new BigDecimal("0.055");

    /** The price of so many searches with Linkup itself, in US$. */
    BigDecimal inDollars(long searches) {
        return BigDecimal.valueOf(searches).multiply(depth == Depth.DEEP ? STRUCTURED_DEEP : STRUCTURED);
    }

    /** Says how many searches and what they cost, as in "1,200 searches of depth standard, about $7.20 at list price". */
    String of(long searches) {
        if (searches == 0) {
            return "nothing";
        }
        BigDecimal dollars = inDollars(searches);
        return String.format(
                Locale.ROOT,
                "%,d %s of depth %s, %sabout $%,.2f at list price%s",
                searches,
                searches == 1 ? "search" : "searches",
                depth.apiValue(),
                free ? "free with the stand-in (" : "",
                dollars,
                free ? " with Linkup itself)" : "");
    }
}

package io.github.camellinkup.flows;

// snippet:record
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * What purchasing wants to know of a supplier. Linkup answers by the JSON Schema that is made from this record.
 *
 * @param owner who holds most of it
 * @param insolvent null if nothing is known
 * @param note what else a buyer should know
 */
public record Supplier(
        @JsonPropertyDescription("The company or person that owns the largest share")
        String owner,

        @JsonPropertyDescription("Whether insolvency proceedings are open")
        Boolean insolvent,

        @JsonPropertyDescription("What a buyer should know, in one sentence")
        String note) {}
// end:record

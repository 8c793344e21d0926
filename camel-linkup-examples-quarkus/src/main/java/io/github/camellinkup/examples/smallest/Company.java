package io.github.camellinkup.examples.smallest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * What is wanted to know of a company. Linkup answers by the JSON Schema that is made from this record.
 *
 * @param industry in a few words
 * @param employees how many people work there
 * @param headquarters city and country
 */
public record Company(
        @JsonPropertyDescription("The main industry in at most five words")
        String industry,

        @JsonPropertyDescription("The number of employees worldwide, latest known")
        Long employees,

        @JsonPropertyDescription("City and country of the headquarters")
        String headquarters) {}

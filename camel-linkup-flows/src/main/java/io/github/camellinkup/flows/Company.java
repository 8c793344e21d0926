package io.github.camellinkup.flows;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

// snippet:record
/** What is wanted to know of a company: the columns that are filled. */
public record Company(
        @JsonPropertyDescription("The main industry in at most five words")
        String industry,

        @JsonPropertyDescription("The number of employees worldwide, latest known")
        Long employees,

        @JsonPropertyDescription("City and country of the headquarters")
        String headquarters) {}
// end:record

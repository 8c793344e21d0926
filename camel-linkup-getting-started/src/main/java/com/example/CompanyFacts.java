// snippet:facts
package com.example;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What Linkup shall find. A value that it does not find is null. */
public record CompanyFacts(
        @JsonPropertyDescription("The main industry in at most five words")
        String industry,

        @JsonPropertyDescription("The number of employees worldwide")
        Long employees) {}
// end:facts

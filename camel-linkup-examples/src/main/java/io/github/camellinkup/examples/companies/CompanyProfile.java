package io.github.camellinkup.examples.companies;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.Optional;

/**
 * What is wanted to know of a company. The JSON Schema that Linkup answers by is made from this record, and the
 * descriptions are all that it is told about each field. None of the fields must be found: an {@code Optional} or a boxed
 * number may be null in the answer, so that nothing is made up for it.
 *
 * @param industry in a few words
 * @param employees how many people work there
 * @param founded the year
 * @param headquarters city and country
 * @param chiefExecutive who leads it
 * @param description what it does
 */
public record CompanyProfile(
        @JsonPropertyDescription("The main industry in at most five words")
        Optional<String> industry,

        @JsonPropertyDescription("The number of employees worldwide, latest known")
        Long employees,

        @JsonPropertyDescription("The year in which the company was founded")
        Integer founded,

        @JsonPropertyDescription("City and country of the headquarters")
        Optional<String> headquarters,

        @JsonPropertyDescription("Full name of the chief executive")
        Optional<String> chiefExecutive,

        @JsonPropertyDescription("What the company does, in one or two sentences")
        Optional<String> description) {}

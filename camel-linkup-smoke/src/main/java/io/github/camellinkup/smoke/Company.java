package io.github.camellinkup.smoke;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Year;
import java.util.Optional;

/**
 * What Linkup shall find.
 *
 * @param name the official name
 * @param employees worldwide
 * @param founded if Linkup finds it
 */
public record Company(
        @JsonPropertyDescription("The official name") String name,

        @JsonPropertyDescription("The number of employees worldwide")
        int employees,

        Optional<Year> founded) {}

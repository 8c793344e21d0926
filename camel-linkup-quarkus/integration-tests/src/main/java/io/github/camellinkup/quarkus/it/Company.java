package io.github.camellinkup.quarkus.it;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What searches answer with. */
public record Company(
        @JsonPropertyDescription("The full name") String name) {}

package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InlineDefinitionsTest extends StructuredOutputTestSupport {

    public record Address(String town) {}

    public record Firm(
            Address seat,
            Optional<Address> branch,
            @JsonPropertyDescription("Where it sells") List<Address> shops) {}

    public record Part(String name, List<Part> parts) {}

    @Test
    void definitionsAreInlinedUnlessTheOptionSaysOtherwise() {
        String type = "structuredOutputClass=" + Firm.class.getName();

        for (String inlined : List.of("", "&inlineDefinitions=true")) {
            JsonNode schema = schema(type + inlined);
            assertThat(schema.toString()).doesNotContain("$defs", "$ref");
            assertThat(schema.at("/properties/seat/properties/town/type").asText())
                    .isEqualTo("string");
            assertThat(schema.at("/properties/branch/type"))
                    .extracting(JsonNode::asText)
                    .containsExactly("object", "null");
            assertThat(schema.at("/properties/shops/items/properties/town/type").asText())
                    .isEqualTo("string");
            assertThat(schema.at("/properties/shops/description").asText()).isEqualTo("Where it sells");
        }

        JsonNode defined = schema(type + "&inlineDefinitions=false");
        assertThat(defined.at("/$defs/Address/properties/town/type").asText()).isEqualTo("string");
        assertThat(defined.at("/properties/seat/$ref").asText()).isEqualTo("#/$defs/Address");
        assertThat(defined.at("/properties/shops/items/$ref").asText()).isEqualTo("#/$defs/Address");
        assertThat(defined.at("/properties/branch/anyOf"))
                .containsExactlyInAnyOrder(json("{\"$ref\":\"#/$defs/Address\"}"), json("{\"type\":\"null\"}"));
    }

    @Test
    void aTypeThatContainsItselfIsReferred() {
        String type = "structuredOutputClass=" + Part.class.getName();

        assertThat(schema(type).at("/properties/parts/items/$ref").asText()).isEqualTo("#");
        assertThatThrownBy(() -> context.getEndpoint("linkup:search?inlineDefinitions=true&" + type))
                .rootCause()
                .hasMessageContaining("Option inlineDefinitions")
                .hasMessageContaining("field parts of structuredOutputClass " + Part.class.getName());
    }
}

package io.github.camellinkup.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camellinkup.component.LinkupComponent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.util.StringHelper;
import org.junit.jupiter.api.Test;

/**
 * What editors know of the properties is what the catalog says of the options of the component. With {@code
 * -Dmetadata.update=true} it is written anew.
 */
class MetadataTest {

    private static final Path METADATA = Path.of("src/main/resources/META-INF/spring-configuration-metadata.json");
    private static final String PREFIX = "camel.component.linkup.";

    private final JsonMapper mapper = new JsonMapper();

    private ObjectNode metadata() throws IOException {
        JsonNode catalog = mapper.readTree(
                LinkupComponent.class.getResource("/META-INF/io/github/camellinkup/component/linkup.json"));
        ObjectNode metadata = mapper.createObjectNode();
        ArrayNode properties = metadata.putArray("properties");
        ArrayNode hints = metadata.putArray("hints");
        properties
                .addObject()
                .put("name", PREFIX + "enabled")
                .put("type", "java.lang.Boolean")
                .put("description", "Whether the properties of this component are used.")
                .put("defaultValue", true);
        properties
                .addObject()
                .put("name", PREFIX + "customizer.enabled")
                .put("type", "java.lang.Boolean")
                .put("description", "Whether the properties are set on the component.")
                .put("defaultValue", true);
        catalog.path("componentProperties").properties().forEach(option -> {
            String name = PREFIX + StringHelper.camelCaseToDash(option.getKey());
            JsonNode of = option.getValue();
            ObjectNode property = properties
                    .addObject()
                    .put("name", name)
                    .put("type", boxed(of.path("javaType").asText()))
                    .put("description", of.path("description").asText());
            if (of.has("defaultValue")) {
                property.set("defaultValue", of.path("defaultValue"));
            }
            if (of.has("enum")) {
                ArrayNode values = hints.addObject().put("name", name).putArray("values");
                of.path("enum").forEach(value -> values.addObject().set("value", value));
            }
        });
        return metadata;
    }

    private static String boxed(String type) {
        return switch (type) {
            case "boolean" -> "java.lang.Boolean";
            case "int" -> "java.lang.Integer";
            case "long" -> "java.lang.Long";
            default -> type;
        };
    }

    @Test
    void editorsKnowEveryOptionOfTheComponent() throws IOException {
        String wanted = metadata().toPrettyString() + "\n";
        if (Boolean.getBoolean("metadata.update")) {
            Files.writeString(METADATA, wanted);
        }

        assertThat(Files.readString(METADATA)).isEqualTo(wanted);
        assertThat(mapper.readTree(wanted).path("properties")).hasSizeGreaterThan(40);
    }
}

package io.github.camellinkup.kamelets;

import static io.github.camellinkup.kamelets.KameletFiles.map;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.camel.v1.Kamelet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules that Apache holds the kamelets of its catalog to, and that each property is an option of the component. One
 * rule is not kept: the provider is not Apache.
 */
class KameletRulesTest {

    private static final String PREFIX = "camel.apache.org/";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([^}]+)}}");
    private static final Set<String> SMALL_WORDS = Set.of("a", "an", "and", "for", "in", "of", "on", "or", "the", "to");

    /** What a kamelet sets otherwise than the component. */
    private static final Set<String> OWN_DEFAULTS = Set.of("type", "mode");

    static Stream<String> kamelets() {
        return KameletFiles.names();
    }

    private static Map<String, Object> definition(String name) throws IOException {
        return map(KameletFiles.yaml(name), "spec", "definition");
    }

    private static Map<String, Object> properties(String name) throws IOException {
        return map(definition(name), "properties");
    }

    private static String kind(String name) {
        return name.substring(name.lastIndexOf('-') + 1);
    }

    private static JsonNode component() throws IOException {
        return new ObjectMapper()
                .readTree(KameletFiles.resource("/META-INF/io/github/camellinkup/component/linkup.json"));
    }

    /** All texts below a node. */
    private static Stream<String> texts(Object node) {
        if (node instanceof Map<?, ?> map) {
            return map.values().stream().flatMap(KameletRulesTest::texts);
        }
        if (node instanceof Collection<?> list) {
            return list.stream().flatMap(KameletRulesTest::texts);
        }
        return Stream.of(String.valueOf(node));
    }

    /** The options that the template sets on the endpoint of the component. */
    private static Map<String, Object> options(String name) throws IOException {
        Map<String, Object> from = map(KameletFiles.yaml(name), "spec", "template", "from");
        if (from.containsKey("parameters")) {
            return map(from, "parameters");
        }
        return map(((List<?>) from.get("steps")).get(0), "to", "parameters");
    }

    @Test
    void theJarHasTheseKameletsAndNoOther() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/kamelets"))) {
            assertThat(files.map(file -> file.getFileName().toString()).sorted())
                    .containsExactlyElementsOf(KameletFiles.names()
                            .map(name -> name + ".kamelet.yaml")
                            .toList());
        }
    }

    /** Clusters know kamelets by this class. It refuses fields that it does not know. */
    @ParameterizedTest
    @MethodSource("kamelets")
    void aClusterTakesIt(String name) throws IOException {
        Kamelet kamelet = YAMLMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build()
                .readValue(KameletFiles.text(name), Kamelet.class);

        assertThat(kamelet.getMetadata().getName()).isEqualTo(name);
        assertThat(kamelet.getSpec().getDefinition().getProperties())
                .containsOnlyKeys(properties(name).keySet());
        assertThat(kamelet.getSpec().getTemplate()).isNotNull();
        assertThat(kamelet.getSpec().getDependencies()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void nameAndTypeAgree(String name) throws IOException {
        Map<String, Object> kamelet = KameletFiles.yaml(name);

        assertThat(kamelet).containsEntry("apiVersion", "camel.apache.org/v1").containsEntry("kind", "Kamelet");
        assertThat(map(kamelet, "metadata")).containsEntry("name", name);
        assertThat(map(kamelet, "metadata", "labels")).containsEntry(PREFIX + "kamelet.type", kind(name));
        assertThat(kind(name)).isIn("source", "sink", "action");
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void annotationsAreComplete(String name) throws Exception {
        Map<String, Object> annotations = map(KameletFiles.yaml(name), "metadata", "annotations");

        assertThat(annotations)
                .containsEntry(PREFIX + "provider", "Camel Linkup")
                .containsEntry(PREFIX + "kamelet.group", "Linkup")
                .containsEntry(PREFIX + "kamelet.support.level", "Preview")
                .containsEntry(
                        PREFIX + "catalog.version",
                        component().at("/component/version").asText())
                .containsKey(PREFIX + "kamelet.namespace");
        String icon = annotations.get(PREFIX + "kamelet.icon").toString();
        String type = "data:image/svg+xml;base64,";
        assertThat(icon).startsWith(type);
        byte[] image = Base64.getDecoder().decode(icon.substring(type.length()));
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(image))
                        .getDocumentElement()
                        .getTagName())
                .isEqualTo("svg");
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void theDefinitionIsDescribed(String name) throws IOException {
        Map<String, Object> definition = definition(name);

        String kind = kind(name);
        assertThat(definition.get("title").toString())
                .endsWith(" " + Character.toUpperCase(kind.charAt(0)) + kind.substring(1));
        assertThat(definition.get("description").toString()).endsWith(".");
        assertThat(definition).containsEntry("type", "object");
        List<?> required = (List<?>) definition.getOrDefault("required", List.of());
        assertThat(required).doesNotHaveDuplicates();
        assertThat(properties(name).keySet())
                .containsAll(required.stream().map(Object::toString).toList());
    }

    @Test
    void titlesAndDescriptionsDiffer() throws IOException {
        List<Object> texts = new ArrayList<>();
        for (String name : KameletFiles.NAMES) {
            texts.add(definition(name).get("title"));
            texts.add(definition(name).get("description"));
        }
        assertThat(texts).doesNotContainNull().doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void eachPropertyIsDescribed(String name) throws IOException {
        properties(name).forEach((property, value) -> {
            Map<String, Object> description = map(value);
            String title = String.valueOf(description.get("title"));
            assertThat(title)
                    .as(property)
                    .doesNotStartWith("The ")
                    .doesNotStartWith("A ")
                    .doesNotStartWith("An ");
            assertThat(Arrays.stream(title.split(" ")).filter(word -> !SMALL_WORDS.contains(word)))
                    .as(property)
                    .allMatch(word -> Character.isUpperCase(word.charAt(0)));
            assertThat(String.valueOf(description.get("description")))
                    .as(property)
                    .endsWith(".");
            assertThat(description.get("type")).as(property).isIn("string", "integer", "number", "boolean");
            // Each property shows what a value looks like. Only a key has no example: users could leave it in place.
            if (!"password".equals(description.get("format"))) {
                assertThat(description.keySet()).as(property).containsAnyOf("default", "enum", "example");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void secretsAreCredentialsAndTakenAsTheyAre(String name) throws IOException {
        JsonNode known = component().path("properties");
        properties(name).forEach((property, value) -> {
            boolean isSecret = known.path(property).path("secret").asBoolean();
            assertThat("password".equals(map(value).get("format"))).as(property).isEqualTo(isSecret);
            assertThat(map(value).get("x-descriptors"))
                    .as(property)
                    .isEqualTo(isSecret ? List.of("urn:camel:group:credentials") : null);
        });
        assertThat(options(name)).containsEntry("apiKey", "RAW({{?apiKey}})");
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void whatIsDeclaredIsUsed(String name) throws IOException {
        Set<String> used = new TreeSet<>();
        texts(map(KameletFiles.yaml(name), "spec", "template"))
                .forEach(text -> PLACEHOLDER.matcher(text).results().forEach(found -> used.add(found.group(1))));

        assertThat(used).isEqualTo(new TreeSet<>(properties(name).keySet()));
    }

    /** A property without a default may be missing. */
    @ParameterizedTest
    @MethodSource("kamelets")
    void placeholdersAreOptionalUnlessThereIsADefault(String name) throws IOException {
        Map<String, Object> properties = properties(name);
        options(name).forEach((option, value) -> {
            if (PLACEHOLDER.matcher(value.toString()).find()) {
                boolean hasDefault = map(properties, option).containsKey("default");
                assertThat(value.toString().contains("{{?")).as(option).isEqualTo(!hasDefault);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void propertiesAreOptionsOfTheComponent(String name) throws IOException {
        JsonNode known = component().path("properties");
        properties(name).forEach((property, value) -> {
            Map<String, Object> description = map(value);
            JsonNode option = known.path(property);
            assertThat(option.isMissingNode()).as(property).isFalse();
            String type = option.path("type").asText();
            assertThat(description.get("type"))
                    .as(property)
                    .isEqualTo(Set.of("boolean", "integer", "number").contains(type) ? type : "string");
            List<String> choices = new ArrayList<>();
            option.path("enum").forEach(choice -> choices.add(choice.asText()));
            assertThat(choices)
                    .as(property)
                    .containsAll(((List<?>) description.getOrDefault("enum", List.of()))
                            .stream().map(Object::toString).toList());
            if (description.containsKey("default") && !OWN_DEFAULTS.contains(property)) {
                assertThat(String.valueOf(description.get("default")))
                        .as(property)
                        .isEqualTo(option.path("defaultValue").asText());
            }
        });
        // What can be set once for all endpoints has no default here, which would win over it.
        assertThat(properties(name).entrySet().stream()
                        .filter(property -> map(property.getValue()).containsKey("default"))
                        .map(Map.Entry::getKey))
                .doesNotContainAnyElementsOf(component().path("componentProperties").properties().stream()
                        .map(Map.Entry::getKey)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void dependenciesAreTheComponentInThisVersionAndCamel(String name) throws IOException {
        JsonNode component = component().path("component");

        assertThat(map(KameletFiles.yaml(name), "spec").get("dependencies"))
                .isEqualTo(List.of(
                        "camel:core",
                        "camel:kamelet",
                        "mvn:" + component.path("groupId").asText() + ":"
                                + component.path("artifactId").asText() + ":"
                                + component.path("version").asText()));
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void typesAreThoseOfTheKind(String name) throws IOException {
        assertThat(map(KameletFiles.yaml(name), "spec", "types").keySet())
                .isEqualTo(
                        switch (kind(name)) {
                            case "source" -> Set.of("out");
                            case "sink" -> Set.of("in");
                            default -> Set.of("in", "out");
                        });
    }

    @Test
    void nothingIsLeftToReplace() throws IOException {
        for (String name : KameletFiles.NAMES) {
            assertThat(KameletFiles.text(name)).doesNotContain("@");
            assertThat(Objects.toString(KameletFiles.yaml(name))).doesNotContain("project.version");
        }
    }
}

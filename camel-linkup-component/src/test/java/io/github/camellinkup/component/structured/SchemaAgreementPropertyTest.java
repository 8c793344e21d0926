package io.github.camellinkup.component.structured;

import static io.github.camellinkup.component.structured.SampleTypes.FORMATTED;
import static io.github.camellinkup.component.structured.SampleTypes.instances;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.github.camellinkup.component.structured.SampleTypes.Itself;
import java.math.BigDecimal;
import java.time.Year;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What the schema of a class allows Jackson reads, and what Jackson writes the schema allows. */
class SchemaAgreementPropertyTest {

    private static final JsonMapper WRITER = StructuredOutputClass.mapper()
            .rebuild()
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .withConfigOverride(
                    Year.class, year -> year.setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.NUMBER_INT)))
            .build();

    private static final SchemaValidatorsConfig WITH_FORMATS =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private static final Map<String, StructuredOutputClass> OUTPUTS = new ConcurrentHashMap<>();
    private static final Map<StructuredOutputClass, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

    /** Not among them is what no schema can tell, such as codes of currencies that do not exist. */
    private static final List<String> TEXTS = List.of(
            "",
            "x",
            "0",
            "12",
            "3.5",
            "true",
            "small",
            "SMALL",
            "Large",
            "LARGE",
            "MONDAY",
            "circle",
            "2007",
            "2007-12",
            "2007-13",
            "--12-03",
            "--02-29",
            "--02-30",
            "2007-12-03",
            "2007-02-30",
            "03.12.2007",
            "2007-12-03T10:15",
            "2007-12-03T10:15:30",
            "2007-12-03T10:15:30.123456789",
            "2007-12-03T10:15:30Z",
            "2007-12-03T10:15:30+02:00",
            "10:15",
            "25:15",
            "10:15:30",
            "10:15:30Z",
            "10:15:30+02:00",
            "Z",
            "+02:00",
            "PT15M",
            "PT-6H",
            "-P1D",
            "+P1D",
            "1e3",
            "a b",
            "Ünïcode",
            "P1D",
            "P1DT1H",
            "P1Y2M",
            "P2W",
            "P",
            "PT",
            "https://example.com/a?b=c",
            "http://exa mple.com",
            "urn:isbn:1",
            "/relative",
            "en",
            "en-US",
            "zh-Hans-CN",
            "EUR",
            "eur",
            "2dbcc4bb-2c0d-4bcb-aaf5-44f7cbcf4eee");

    private static final List<Boolean> INLINE = List.of(true, false);

    @Test
    void whatTheSchemaAllowsIsRead() {
        JsonNodeFactory json = JsonNodeFactory.instance;
        List<JsonNode> values = new ArrayList<>(List.of(
                json.nullNode(),
                json.booleanNode(true),
                json.numberNode(7),
                json.arrayNode(),
                json.arrayNode().add(1),
                json.arrayNode().add("SMALL"),
                json.arrayNode().addNull(),
                json.objectNode(),
                json.objectNode().put("value", 1),
                json.objectNode().put("kind", "square"),
                json.objectNode().put("kind", "circle").put("value", 1),
                json.objectNode().put("a", "2007-12")));
        TEXTS.forEach(text -> values.add(json.textNode(text)));
        Set<Class<?>> read = new HashSet<>();

        instances()
                .forEach(instance -> values.forEach(value -> {
                    if (isReadIfAllowed(instance, value) > 0) {
                        read.add(instance.getClass());
                    }
                }));

        assertThat(read)
                .as("classes that the schema allows some of the values in")
                .containsAll(instances()
                        .map(Object::getClass)
                        .filter(type -> !FORMATTED.contains(type))
                        .toList());
    }

    @Provide
    Arbitrary<BigDecimal> numbers() {
        return Arbitraries.oneOf(
                Arbitraries.bigDecimals()
                        .between(BigDecimal.valueOf(-1000), BigDecimal.valueOf(1000))
                        .ofScale(2),
                Arbitraries.integers().between(-300, 300).map(number -> new BigDecimal(number + ".0")),
                Arbitraries.integers().map(BigDecimal::valueOf));
    }

    @Property(tries = 200, seed = "1")
    void numbersThatTheSchemaAllowsAreRead(@ForAll("numbers") BigDecimal number) {
        instances().forEach(instance -> isReadIfAllowed(instance, JsonNodeFactory.instance.numberNode(number)));
    }

    /** Puts the value in each place of an instance, and reads what the schema allows of that. */
    private static int isReadIfAllowed(Object instance, JsonNode value) {
        int allowed = 0;
        for (boolean inline : INLINE) {
            StructuredOutputClass output = output(instance.getClass(), inline);
            for (JsonNode answer : answers(WRITER.valueToTree(instance), value)) {
                if (answer.isObject()
                        && !FORMATTED.contains(instance.getClass())
                        && schema(output).validate(answer).isEmpty()) {
                    assertThat(output.read(answer)).as("%s", answer).isInstanceOf(instance.getClass());
                    allowed++;
                }
            }
        }
        return allowed;
    }

    /** The JSON with the value in place of each of its parts, and of none. */
    private static List<JsonNode> answers(JsonNode json, JsonNode value) {
        List<JsonNode> answers = new ArrayList<>(List.of(value));
        if (json instanceof ObjectNode object) {
            object.properties().forEach(field -> answers(field.getValue(), value)
                    .forEach(part -> answers.add(object.deepCopy().set(field.getKey(), part))));
        } else if (json instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int index = i;
                answers(array.get(i), value)
                        .forEach(part -> answers.add(array.deepCopy().set(index, part)));
            }
        }
        return answers;
    }

    @Test
    void whatIsWrittenTheSchemaAllows() {
        instances()
                .forEach(instance -> INLINE.forEach(inline -> {
                    StructuredOutputClass output = output(instance.getClass(), inline);
                    JsonNode json = WRITER.valueToTree(instance);

                    // Some engines for regular expressions do not know lookaheads.
                    assertThat(output.schema().json()).doesNotContain("(?");
                    assertThat(schema(output).validate(json)).as("%s", json).isEmpty();
                    assertThat(output.read(json)).isEqualTo(instance);
                }));
    }

    private static StructuredOutputClass output(Class<?> type, boolean inline) {
        return OUTPUTS.computeIfAbsent(
                type.getName() + inline, key -> StructuredOutputClass.of(type, inline && type != Itself.class));
    }

    private static JsonSchema schema(StructuredOutputClass output) {
        return SCHEMAS.computeIfAbsent(output, wanted -> JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(wanted.schema().json(), WITH_FORMATS));
    }
}

package io.github.camellinkup.client.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A schema that is nested too deep is refused before anything is sent: no answer that has it in it could be read. */
class SchemaDepthTest {

    private static final String FIELD = "structuredOutputSchema";

    static Stream<IntFunction<Object>> forms() {
        return Stream.of(SchemaDepthTest::text, SchemaDepthTest::tree, SchemaDepthTest::map);
    }

    private static String text(int levels) {
        return "{\"type\":\"object\",\"a\":" + "[".repeat(levels - 1) + "]".repeat(levels - 1) + "}";
    }

    private static JsonNode tree(int levels) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode().put("type", "object");
        for (int level = 1; level < levels; level++) {
            ObjectNode outer = JsonNodeFactory.instance.objectNode().put("type", "object");
            outer.set("a", tree);
            tree = outer;
        }
        return tree;
    }

    private static Map<String, Object> map(int levels) {
        Map<String, Object> map = Map.of("type", "object");
        for (int level = 1; level < levels; level++) {
            map = Map.of("type", "object", "a", map);
        }
        return map;
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aHundredLevelsAreTaken(IntFunction<Object> form) {
        SearchRequest request =
                SearchRequest.builder().q("q").set(FIELD, form.apply(100)).build();

        assertThat(request.outputType()).isEqualTo(OutputType.STRUCTURED);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void moreAreRefusedWithTheFieldAndTheLimit(IntFunction<Object> form) {
        for (int levels : List.of(101, 1_100, 20_000)) {
            Object schema = form.apply(levels);

            assertThatThrownBy(() -> ResearchRequest.builder().set(FIELD, schema))
                    .isInstanceOf(LinkupInvalidRequestException.class)
                    .hasMessageContaining(FIELD)
                    .hasMessageContaining("deeper than 100 levels");
        }
    }

    @Test
    void aMapThatIsNoJsonIsRefusedWithTheField() {
        assertThatThrownBy(() -> SearchRequest.builder().set(FIELD, Map.of("type", new Object())))
                .isInstanceOf(LinkupInvalidRequestException.class)
                .hasMessageContaining(FIELD)
                .hasMessageContaining("JSON");
    }
}

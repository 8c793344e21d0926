package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.camellinkup.test.Operation;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A class that no answer could be read into is refused when the route starts, with its name and the field's. */
class UnreadableOutputClassTest extends LinkupTestSupport {

    public record Person(String name) {}

    public static class NoCreator {
        private final String name;

        public NoCreator(String name, int age) {
            this.name = name + age;
        }

        public String getName() {
            return name;
        }
    }

    public static class UnnamedParameter {
        @JsonCreator
        public UnnamedParameter(String name, int age) {}
    }

    public static class NoSetter {
        @SuppressWarnings("unused")
        private String name;
    }

    public class Inner {
        public String name;
    }

    public abstract static class Abstract {
        public String name;
    }

    public sealed interface Untagged permits Circle, Square {}

    public record Circle(int radius) implements Untagged {}

    public record Square(int side) implements Untagged {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    public interface NamesNoClass {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_ARRAY)
    @JsonSubTypes(@JsonSubTypes.Type(Boxed.class))
    public interface InArray {}

    public record Boxed(int side) implements InArray {}

    public enum Same {
        ONE,
        OTHER;

        @JsonValue
        String json() {
            return "same";
        }
    }

    public record OfNoCreator(String name, NoCreator field) {}

    public record OfInner(List<Inner> field) {}

    public record OfAbstract(Map<String, Abstract> field) {}

    public record OfUntagged(Untagged field) {}

    public record OfNamesNoClass(NamesNoClass field) {}

    public record OfInArray(InArray field) {}

    public record OfStream(InputStream field) {}

    public record OfSame(Same field) {}

    public record OfNoSetter(@JsonProperty("own_name") NoSetter field) {}

    public record OfKeys(Map<NoCreator, String> field) {}

    public record OfIterable(Iterable<Person> field) {}

    public record OfEntry(Map.Entry<String, Integer> field) {}

    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    public record AsArray(String name, int age) {}

    public record OfArrays(List<AsArray> field) {}

    public record FieldAsArray(
            @JsonFormat(shape = JsonFormat.Shape.ARRAY) Person field) {}

    public record FieldsAsArrays(
            @JsonFormat(shape = JsonFormat.Shape.ARRAY) List<Person> field) {}

    public record Deep(List<OfUntagged> outer) {}

    static Stream<Arguments> unreadable() {
        return Stream.of(
                arguments(NoCreator.class, null, "has no constructor that Jackson can use"),
                arguments(OfNoCreator.class, "field", NoCreator.class.getName() + ", which has no constructor"),
                arguments(UnnamedParameter.class, null, "cannot be read by Jackson: "),
                arguments(NoSetter.class, null, "has no field that Jackson can set"),
                arguments(OfNoSetter.class, "own_name", "has no field that Jackson can set"),
                arguments(Inner.class, null, "make it static"),
                arguments(OfInner.class, "field", "make it static"),
                arguments(Abstract.class, null, "is abstract"),
                arguments(OfAbstract.class, "field", "is abstract"),
                arguments(Untagged.class, null, "is abstract"),
                arguments(OfUntagged.class, "field", "@JsonTypeInfo and @JsonSubTypes"),
                arguments(Deep.class, "outer.field", "is abstract"),
                arguments(OfNamesNoClass.class, "field", "@JsonSubTypes"),
                arguments(OfInArray.class, "field", "wrapper array"),
                arguments(OfStream.class, "field", "java.io.InputStream, which is abstract"),
                arguments(OfKeys.class, "field", "cannot be read by Jackson: "),
                arguments(OfIterable.class, "field", "java.lang.Iterable, which has no JSON Schema: use a List"),
                arguments(OfEntry.class, "field", "which has no JSON Schema: use a List or a Map"),
                arguments(AsArray.class, null, "remove the shape ARRAY from its @JsonFormat"),
                arguments(OfArrays.class, "field", "remove the shape ARRAY from its @JsonFormat"),
                arguments(FieldAsArray.class, "field", "remove the shape ARRAY from its @JsonFormat"),
                arguments(FieldsAsArrays.class, "field", "remove the shape ARRAY from its @JsonFormat"),
                arguments(OfSame.class, "field", "has the constant OTHER"));
    }

    private Throwable failure(String uri) {
        return catchThrowable(() -> context.getEndpoint(uri));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void theClassAndTheFieldAreNamed(Class<?> type, String field, String problem) {
        for (String uri : List.of("linkup:search", "linkup:research", "linkup:tasks")) {
            assertThat(failure(uri + "?structuredOutputClass=" + type.getName()))
                    .rootCause()
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("Option structuredOutputClass: "
                            + (field == null ? "class " : "field " + field + " of class ") + type.getName())
                    .hasMessageContaining(problem);
        }
        assertThat(standIn().received()).isEmpty();
    }

    @Test
    void theConsumerRefusesItToo() {
        assertThat(catchThrowable(() -> context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("linkup:tasks?structuredOutputClass=" + OfInner.class.getName())
                                .to("mock:finished");
                    }
                })))
                .rootCause()
                .hasMessageContaining("field field of class " + OfInner.class.getName());
    }

    @ParameterizedTest
    @ValueSource(strings = {"linkup:search", "linkup:research?mode=await", "linkup:tasks?type=search"})
    void aClassThatIsNotThereIsNamed(String uri) {
        String separator = uri.contains("?") ? "&" : "?";

        assertThat(failure(uri + separator + "structuredOutputClass=com.acme.Compny"))
                .rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Option structuredOutputClass: class com.acme.Compny not found");
        assertThat(standIn().count(Operation.SEARCH)).isZero();
    }

    @Test
    void theNameOfANestedClassHasADollar() {
        String name = Person.class.getName();

        assertThat(failure("linkup:search?structuredOutputClass=" + name.replace('$', '.')))
                .rootCause()
                .hasMessageContaining("Do you mean " + name + "?");
    }
}

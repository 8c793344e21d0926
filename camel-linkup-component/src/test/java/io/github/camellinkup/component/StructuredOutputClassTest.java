package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.test.Operation;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.impl.engine.DefaultClassResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StructuredOutputClassTest extends LinkupTestSupport {

    public enum Size {
        @JsonProperty("small")
        SMALL,
        @JsonProperty("large")
        LARGE
    }

    public record Person(
            @JsonPropertyDescription("First and last name") String name, Optional<String> role) {}

    @JsonClassDescription("A company as its own pages show it")
    public record Company(
            String name,
            int employees,
            Size size,
            List<Person> board,
            LocalDate founded,
            @JsonProperty("home_page") Optional<String> website) {}

    public static class Town {
        private String name;
        private int inhabitants;

        @JsonProperty(required = true)
        private String country;

        @JsonIgnore
        private String secret;

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        public int getInhabitants() {
            return inhabitants;
        }

        public void setInhabitants(int inhabitants) {
            this.inhabitants = inhabitants;
        }

        public String getCountry() {
            return country;
        }

        public void setCountry(String country) {
            this.country = country;
        }

        public String getSecret() {
            return secret;
        }

        public void setSecret(String secret) {
            this.secret = secret;
        }
    }

    private Exchange ask(String options) {
        return template.request(
                "linkup:search?" + options, exchange -> exchange.getIn().setBody("camel"));
    }

    private JsonNode sentSchema() {
        JsonNode sent = onlyCall(Operation.SEARCH).json();
        assertThat(sent.path("outputType").asText()).isEqualTo("structured");
        assertThat(sent.path("structuredOutputSchema").isTextual()).isTrue();
        return json(sent.path("structuredOutputSchema").textValue());
    }

    @Test
    void aRecordGivesASchemaWithAllThatItSays() {
        standIn()
                .answerSearch(input -> json(
                        "{\"name\":\"Camel\",\"employees\":3,\"size\":\"small\",\"board\":[{\"name\":\"Ada\",\"role\":\"chair\"},"
                                + "{\"name\":\"Bob\"}],\"founded\":\"2007-07-02\",\"home_page\":null}"));

        Exchange exchange = ask("structuredOutputClass=" + Company.class.getName());

        JsonNode schema = sentSchema();
        assertThat(schema.path("type").asText()).isEqualTo("object");
        assertThat(schema.path("description").asText()).isEqualTo("A company as its own pages show it");
        assertThat(schema.path("required"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("name", "employees", "size", "board", "founded");
        assertThat(schema.at("/properties/employees/type").asText()).isEqualTo("integer");
        assertThat(schema.at("/properties/size/enum"))
                .extracting(JsonNode::asText)
                .containsExactly("small", "large");
        assertThat(schema.at("/properties/board/type").asText()).isEqualTo("array");
        assertThat(schema.at("/properties/board/items/properties/name/description")
                        .asText())
                .isEqualTo("First and last name");
        assertThat(schema.at("/properties/board/items/required"))
                .extracting(JsonNode::asText)
                .containsExactly("name");
        assertThat(schema.at("/properties/founded/type").asText()).isEqualTo("string");
        assertThat(schema.at("/properties/founded/format").asText()).isEqualTo("date");
        assertThat(schema.path("properties").has("home_page")).isTrue();
        assertThat(schema.at("/properties/home_page/type").toString()).contains("string");
        assertThat(exchange.getMessage().getBody())
                .isEqualTo(new Company(
                        "Camel",
                        3,
                        Size.SMALL,
                        List.of(new Person("Ada", Optional.of("chair")), new Person("Bob", Optional.empty())),
                        LocalDate.of(2007, 7, 2),
                        Optional.empty()));
    }

    @Test
    void aBeanGivesASchemaToo() {
        standIn().answerSearch(input -> json("{\"name\":\"Paris\",\"inhabitants\":2000000,\"country\":\"France\"}"));

        Exchange exchange = ask("structuredOutputClass=" + Town.class.getName());

        JsonNode schema = sentSchema();
        assertThat(schema.path("required"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("inhabitants", "country");
        assertThat(schema.path("properties").has("secret")).isFalse();
        Town town = exchange.getMessage().getBody(Town.class);
        assertThat(town.getName()).isEqualTo("Paris");
        assertThat(town.getInhabitants()).isEqualTo(2_000_000);
    }

    @Test
    void sourcesOfAnEarlierAnswerDoNotStay() throws Exception {
        context.addRoutes(new org.apache.camel.builder.RouteBuilder() {
            @Override
            public void configure() {
                from("direct:twice")
                        .to("linkup:search?q=a&includeSources=true&structuredOutputClass=" + Person.class.getName())
                        .to("mock:first")
                        .setBody(constant("b"))
                        .to("linkup:search");
            }
        });
        standIn()
                .answerSearch(input -> input.path("includeSources").asBoolean()
                        ? json(
                                "{\"data\":{\"name\":\"Ada\"},\"sources\":[{\"type\":\"text\",\"url\":\"https://a.org\"}]}")
                        : null);

        Exchange exchange = template.request("direct:twice", e -> {});

        assertThat(exchange.getException()).isNull();
        Exchange first = getMockEndpoint("mock:first").getExchanges().get(0);
        assertThat(first.getMessage().getHeaders()).containsKey(LinkupConstants.SOURCES);
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey(LinkupConstants.SOURCES);
        assertThat(exchange.getProperty(LinkupConstants.ANSWER_PROPERTY)).isNull();
    }

    @ParameterizedTest
    @ValueSource(classes = {String.class, Integer.class, Size.class, List.class, int[].class, LocalDate.class})
    void aClassThatIsNoObjectIsRefusedAtStartUp(Class<?> type) {
        context.getRegistry().bind("type", type);

        assertThatThrownBy(() -> context.getEndpoint("linkup:search?structuredOutputClass=#type"))
                .hasStackTraceContaining("Option structuredOutputClass must be a record or a bean");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.github.victools.jsonschema.generator.SchemaGenerator",
                "com.github.victools.jsonschema.module.jackson.JacksonModule"
            })
    void aMissingLibraryIsNamedWithWhatToAdd(String missing) {
        context.setClassResolver(new DefaultClassResolver(context) {
            @Override
            public Class<?> resolveClass(String name) {
                return missing.equals(name) ? null : super.resolveClass(name);
            }
        });

        assertThatThrownBy(() -> context.getEndpoint("linkup:search?structuredOutputClass=" + Company.class.getName()))
                .hasStackTraceContaining("com.github.victools:jsonschema-generator")
                .hasStackTraceContaining("com.github.victools:jsonschema-module-jackson");
    }

    @Test
    void aComponentWithoutTheSchemaLibrariesWorksForAllElse() throws Exception {
        List<URL> paths = Arrays.stream(
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                                .split(java.io.File.pathSeparator))
                .filter(path -> !path.contains("victools") && !path.contains("jackson-datatype"))
                .map(path -> {
                    try {
                        return Path.of(path).toUri().toURL();
                    } catch (java.net.MalformedURLException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
        try (URLClassLoader loader =
                new URLClassLoader(paths.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> program = loader.loadClass(KeySourcesTest.KeylessProgram.class.getName());
            ClassLoader before = Thread.currentThread().getContextClassLoader();
            Thread.currentThread().setContextClassLoader(loader);
            try {
                program.getMethod("main", String[].class)
                        .invoke(null, (Object) new String[] {standIn().baseUrl() + "&apiKey=" + API_KEY});
            } finally {
                Thread.currentThread().setContextClassLoader(before);
            }
        }

        assertThat(standIn().count(Operation.SEARCH)).isEqualTo(1);
    }

    @Test
    void anErrorWhileTheInstanceIsMadeFailsTheExchange() {
        standIn().answerSearch(input -> json("{\"name\":\"Camel\"}"));

        Exchange exchange = ask("structuredOutputClass=" + Breaking.class.getName());

        assertThat(exchange.getException())
                .as("never a message that goes on without its answer")
                .isNotNull()
                .hasStackTraceContaining("no such class");
    }

    /** Cannot be loaded, as a class whose own classes are not there. */
    public static class Breaking {
        static final Object CLASSES = missing();

        private String name;

        private static Object missing() {
            throw new NoClassDefFoundError("no such class");
        }

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }
    }

    @Test
    void anAnswerThatIsNoObjectAtAllIsAnError() {
        standIn().answerSearch(input -> json("[1,2]"));

        Exchange exchange = ask("structuredOutputClass=" + Company.class.getName());

        assertThat(exchange.getException()).isInstanceOf(LinkupUnknownException.class);
    }

    @Test
    void theClassIsForTheSchemaOfTheEndpointOnly() {
        standIn().answerSearch(input -> json("{\"town\":\"Paris\"}"));

        Exchange exchange = template.request("linkup:search?structuredOutputClass=" + Company.class.getName(), e -> {
            e.getIn().setBody(Map.of("q", "camel", "structuredOutputSchema", "{\"type\":\"object\"}"));
        });

        assertThat(exchange.getMessage().getBody()).isInstanceOf(Map.class);
        assertThat(new ObjectMapper()
                        .<JsonNode>valueToTree(exchange.getMessage().getBody(Map.class)))
                .isEqualTo(json("{\"town\":\"Paris\"}"));
    }
}

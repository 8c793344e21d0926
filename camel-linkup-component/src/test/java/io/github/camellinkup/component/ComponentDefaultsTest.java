package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camellinkup.client.model.ApiValue;
import io.github.camellinkup.client.model.Depth;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.spi.GeneratedPropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.ExceptionHelper;
import org.apache.camel.util.StringHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options of the component: by properties of Camel Main, and as defaults of endpoints. */
class ComponentDefaultsTest {

    private static final String PRICE_LIST = "classpath:io/github/camellinkup/engine/spend/prices.properties";

    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"}}}";

    private static LinkupStandIn standIn;

    private final Main main = new Main();

    @TempDir
    private Path folder;

    @BeforeAll
    static void startStandIn() {
        standIn = LinkupStandIn.builder().https().start();
    }

    @AfterAll
    static void stopStandIn() {
        standIn.close();
    }

    @BeforeEach
    void prepare() {
        standIn.reset();
        main.configure().setJmxEnabled(false);
        property("api-key", standIn.apiKey());
        property("base-url", standIn.baseUrl());
    }

    private void property(String option, String value) {
        main.addInitialProperty("camel.component.linkup." + option, value);
    }

    private JsonNode send(String uri) throws Exception {
        try {
            main.start();
            Exchange exchange = main.getCamelContext().createProducerTemplate().request(uri, e -> e.getMessage()
                    .setBody(uri.contains(":tasks") ? List.of("https://camel.apache.org") : "camel"));
            assertThat(exchange.getException()).isNull();
            return standIn.received().get(0).json();
        } finally {
            main.stop();
        }
    }

    @Test
    void aRequestOptionOfTheComponentIsTheDefaultOfAllEndpoints() throws Exception {
        property("depth", "deep");
        property("max-results", "7");
        property("output-type", "search-results");

        JsonNode sent = send("linkup:search?maxResults=3");

        assertThat(sent.path("depth").asText()).isEqualTo("deep");
        assertThat(sent.path("maxResults").asInt()).isEqualTo(3);
        assertThat(sent.path("outputType").asText()).isEqualTo("searchResults");
    }

    @Test
    void aDefaultThatAnEndpointHasNoUseForIsIgnored() throws Exception {
        property("depth", "deep");
        property("output-type", "searchResults");

        assertThat(send("linkup:research").path("outputType").asText()).isEqualTo("sourcedAnswer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "linkup:research?taskScope=submitted",
                "linkup:tasks?taskScope=submitted&structuredOutputClass=a.Name",
                "linkup:tasks?taskScope=submitted"
            })
    void aConsumerIgnoresDefaultsOfRequests(String uri) throws Exception {
        property("output-type", "searchResults");
        property("depth", "deep");
        main.start();
        try {
            String own = uri.replace("a.Name", Name.class.getName());

            assertThat(main.getCamelContext().getEndpoint(own).createConsumer(exchange -> {}))
                    .isNotNull();
            for (String producer : List.of("linkup:research?mode=get", "linkup:research?mode=list", "linkup:credits")) {
                assertThat(main.getCamelContext().getEndpoint(producer).createProducer())
                        .isNotNull();
            }
        } finally {
            main.stop();
        }
    }

    public record Name(String name) {}

    @Test
    void aDefaultClassIsNotSentWithFetches() throws Exception {
        property("structured-output-class", Name.class.getName());

        JsonNode tasks = send("linkup:tasks?type=fetch");

        assertThat(tasks)
                .hasSize(1)
                .allSatisfy(task -> assertThat(task.path("input").has("schema")).isFalse());
    }

    @Test
    void aClassOfTheEndpointIsSentWithItsFetchesAlsoIfItIsTheDefault() throws Exception {
        property("structured-output-class", Name.class.getName());

        JsonNode sent = send("linkup:tasks?type=fetch&structuredOutputClass=" + Name.class.getName());

        assertThat(sent.get(0).at("/input/schema").isMissingNode()).isFalse();
    }

    @Test
    void aDefaultThatResearchDoesNotHaveIsNotSentWithIt() throws Exception {
        property("output-type", "searchResults");

        JsonNode sent = send("linkup:tasks?type=research");

        assertThat(sent.get(0).at("/input/outputType").asText()).isEqualTo("sourcedAnswer");
    }

    @Test
    void anOptionOfTheEndpointReplacesTheDefaultInAnySpelling() throws Exception {
        property("structured-output-class", Name.class.getName());

        JsonNode sent = send("linkup:search?output-type=sourcedAnswer");

        assertThat(sent.path("outputType").asText()).isEqualTo("sourcedAnswer");
    }

    @Test
    void aSchemaOfFetchesLeavesTheFormOfSearches() throws Exception {
        property("output-type", "searchResults");

        JsonNode tasks = send("linkup:tasks?type=search&schema=RAW(" + SCHEMA + ")");

        assertThat(tasks.get(0).at("/input/outputType").asText()).isEqualTo("searchResults");
    }

    @Test
    void anEndpointWithASchemaIsStructuredWhateverTheDefault() throws Exception {
        property("output-type", "sourcedAnswer");

        JsonNode sent = send("linkup:search?structuredOutputSchema=RAW(" + SCHEMA + ")");

        assertThat(sent.path("outputType").asText()).isEqualTo("structured");
    }

    @Test
    void anEndpointWithAnotherFormDoesNotInheritTheSchema() throws Exception {
        property("structured-output-schema", SCHEMA);

        JsonNode sent = send("linkup:search?outputType=sourcedAnswer");

        assertThat(sent.path("outputType").asText()).isEqualTo("sourcedAnswer");
        assertThat(sent.has("structuredOutputSchema")).isFalse();
    }

    @Test
    void theGlobalTlsSettingsOfMainAreUsedIfWanted() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("stand-in", standIn.certificate());
        Path file = folder.resolve("trust.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "changeit".toCharArray());
        }
        main.addInitialProperty("camel.ssl.enabled", "true");
        main.addInitialProperty("camel.ssl.trustStore", "file:" + file);
        main.addInitialProperty("camel.ssl.trustStorePassword", "changeit");
        property("use-global-ssl-context-parameters", "true");
        property("base-url", standIn.httpsBaseUrl());
        property("max-retries", "0");

        send("linkup:search");

        assertThat(standIn.received(Operation.SEARCH).get(0).url()).startsWith("https://");
    }

    @Test
    void everyOptionOfTheComponentCanBeAProperty() throws Exception {
        Map<String, Object> expected = new TreeMap<>();
        for (Map.Entry<String, JsonNode> option : options().properties()) {
            Object value = option.getKey().equals("priceList") ? PRICE_LIST : another(option.getValue());
            if (value != null) {
                expected.put(option.getKey(), value);
                property(StringHelper.camelCaseToDash(option.getKey()), value.toString());
            }
        }
        main.start();
        try {
            LinkupComponent component = main.getCamelContext().getComponent("linkup", LinkupComponent.class);
            var configurer = (PropertyConfigurerGetter) component.getComponentPropertyConfigurer();
            Map<String, Object> actual = new TreeMap<>();
            expected.keySet()
                    .forEach(option -> actual.put(option, text(configurer.getOptionValue(component, option, false))));

            assertThat(actual).hasSizeGreaterThan(45).isEqualTo(expected);
        } finally {
            main.stop();
        }
    }

    /** Camel sets beans last, so that they would replace what other properties have set. */
    @Test
    void anOptionGoesBeforeTheBeanThatHasItToo() throws Exception {
        LinkupConfiguration gateway = new LinkupConfiguration();
        gateway.setBaseUrl("http://localhost:1/v1");
        gateway.setMaxRetries(0);
        gateway.setAuthHeader("X-Key");
        LinkupHttpConfiguration connections = new LinkupHttpConfiguration();
        connections.setConnectTimeout(Duration.ofSeconds(5));
        LinkupRequestConfiguration requests = new LinkupRequestConfiguration();
        requests.setDepth(Depth.FAST);
        main.bind("gateway", gateway);
        main.bind("connections", connections);
        main.bind("requests", requests);
        main.bind("linkup2", new LinkupComponent());
        property("configuration", "#bean:gateway");
        property("http-configuration", "#bean:connections");
        property("request-configuration", "#bean:requests");
        // It is the default, but not what the bean has.
        property("max-retries", "3");
        property("connect-timeout", "7s");
        property("depth", "deep");
        main.addInitialProperty("camel.component.linkup2.configuration", "#bean:gateway");
        main.addInitialProperty("camel.component.linkup2.api-key", "lkp-secret-fedcba9876543210");
        main.start();
        try {
            LinkupComponent component = main.getCamelContext().getComponent("linkup", LinkupComponent.class);
            LinkupComponent second = main.getCamelContext().getComponent("linkup2", LinkupComponent.class);

            assertThat(component.getConfiguration().getApiKey()).isEqualTo(standIn.apiKey());
            assertThat(component.getConfiguration().getBaseUrl()).isEqualTo(standIn.baseUrl());
            assertThat(component.getConfiguration().getMaxRetries()).isEqualTo(3);
            assertThat(component.getConfiguration().getAuthHeader()).isEqualTo("X-Key");
            assertThat(component.getHttpConfiguration().getConnectTimeout()).isEqualTo(Duration.ofSeconds(7));
            assertThat(component.getRequestConfiguration().getDepth()).isEqualTo(Depth.DEEP);
            assertThat(second.getConfiguration().getApiKey()).isEqualTo("lkp-secret-fedcba9876543210");
            assertThat(second.getConfiguration().getBaseUrl()).isEqualTo("http://localhost:1/v1");
            assertThat(gateway.getApiKey()).isNull();
            assertThat(gateway.getMaxRetries()).isZero();
            assertThat(connections.getConnectTimeout()).isEqualTo(Duration.ofSeconds(5));
            assertThat(requests.getDepth()).isEqualTo(Depth.FAST);
        } finally {
            main.stop();
        }
    }

    /** What an endpoint and a component that was added have in common with properties: the same options, read at start. */
    @Test
    void optionsCanBeSetOnTheAddedComponentAndOnTheEndpoint() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.disableJMX();
            LinkupComponent component = context.getComponent("linkup", LinkupComponent.class);
            var ofComponent = (GeneratedPropertyConfigurer) component.getComponentPropertyConfigurer();
            component.getConfiguration().setApiKey("key");
            int options = 0;
            for (Map.Entry<String, JsonNode> option : options().properties()) {
                String name = option.getKey();
                String value = another(option.getValue());
                String owner = option.getValue().path("configurationClass").asText();
                boolean isForm = name.startsWith("structuredOutput") || name.equals("outputType");
                if (value == null || owner.endsWith("HttpConfiguration") || owner.isEmpty() || isForm) {
                    continue;
                }
                options++;
                LinkupEndpoint own = new LinkupEndpoint(
                        "linkup:search",
                        component,
                        LinkupOperations.search,
                        component.getConfiguration().copy(),
                        component.getRequestConfiguration().defaultsFor(Map.of()));
                ((GeneratedPropertyConfigurer) component.endpointOptions()).configure(context, own, name, value, false);
                assertThat(text(component.endpointOptions().getOptionValue(own, name, false)))
                        .as("endpoint option " + name)
                        .isEqualTo(value);

                ofComponent.configure(context, component, name, value, false);
                LinkupEndpoint inherits = (LinkupEndpoint) component.createEndpoint("linkup:credits");
                assertThat(text(component.endpointOptions().getOptionValue(inherits, name, false)))
                        .as("option of the component " + name)
                        .isEqualTo(value);
            }
            assertThat(options).isGreaterThan(20);
            component.setWorkerPoolSize(0);

            assertThatThrownBy(context::start).hasStackTraceContaining("workerPoolSize must be at least 1");
        }
    }

    private static JsonNode options() throws IOException {
        String file = "META-INF/io/github/camellinkup/component/linkup.json";
        try (InputStream json = LinkupComponent.class.getClassLoader().getResourceAsStream(file)) {
            return new ObjectMapper().readTree(json).path("componentProperties");
        }
    }

    /** Another value than the default; null for objects. */
    private static String another(JsonNode option) {
        String initial = option.path("defaultValue").asText();
        if (option.has("enum")) {
            return StreamSupport.stream(option.path("enum").spliterator(), false)
                    .map(JsonNode::asText)
                    .filter(choice -> !choice.equals(initial))
                    .findFirst()
                    .orElseThrow();
        }
        return switch (option.path("javaType").asText()) {
            case "boolean", "java.lang.Boolean" -> String.valueOf(!Boolean.parseBoolean(initial));
            case "int", "long", "java.lang.Integer" ->
                initial.isEmpty() ? "7" : String.valueOf(Long.parseLong(initial) + 1);
            case "java.time.Duration" -> "PT1M17S";
            case "java.lang.Double" -> "7.5";
            case "java.lang.String" -> initial.startsWith("https:") ? "http://localhost:1/v2" : "another";
            default -> null;
        };
    }

    private static String text(Object value) {
        return value instanceof ApiValue choice ? choice.apiValue() : String.valueOf(value);
    }

    @ParameterizedTest
    @CsvSource({
        "linkup.base-url, http://localhost:1/v1",
        "linkup.baseUrl, http://localhost:1/v1",
        "linkup.depth, deep",
        "linkup.max-retries, 0",
        "linkup.spend-limit, 5",
        "linkup2.base-url, http://localhost:1/v1"
    })
    void aPropertyThatDidNotReachTheComponentIsAnError(String option, String value) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.disableJMX();
            context.getPropertiesComponent().addInitialProperty("camel.component." + option, value);
            LinkupComponent component = context.getComponent("linkup", LinkupComponent.class);
            component.getConfiguration().setApiKey("key");
            context.addComponent("linkup2", new LinkupComponent());

            assertThatThrownBy(context::start)
                    .hasStackTraceContaining("Property camel.component." + option + " is set")
                    .hasStackTraceContaining("camel-linkup-spring-boot-starter");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CAMEL_COMPONENT_LINKUP_API_KEY, camel.component.linkup.api-key={{env:LINKUP_API_KEY}}",
        "CAMEL_COMPONENT_LINKUP_BASEURL, camel.component.linkup.base-url={{env:LINKUP_BASE_URL}}",
        "CAMEL_COMPONENT_LINKUP_MAX_RETRIES, camel.component.linkup.max-retries={{env:LINKUP_MAX_RETRIES}}"
    })
    void aVariableThatDidNotReachTheComponentIsAnErrorThatSaysWhatDoes(String variable, String remedy)
            throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.disableJMX();
            context.getComponent("linkup", LinkupComponent.class)
                    .setEnvironment(Map.of(variable, standIn.apiKey())::get);

            assertThatThrownBy(context::start)
                    .hasStackTraceContaining("Environment variable " + variable + " is set")
                    .hasStackTraceContaining(remedy)
                    .extracting(error -> ExceptionHelper.stackTraceToString((Throwable) error))
                    .asString()
                    .doesNotContain(standIn.apiKey());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "camel.component.linkup.enabled",
                "camel.component.enabled",
                "camel.component.linkup.customizer.enabled"
            })
    void whereTheStarterIsSwitchedOffTheErrorSaysSo(String property) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.disableJMX();
            context.getPropertiesComponent().addInitialProperty(property, "false");
            context.getPropertiesComponent()
                    .addInitialProperty("camel.component.linkup.base-url", "http://localhost:1/v1");
            context.getComponent("linkup");

            assertThatThrownBy(context::start)
                    .hasStackTraceContaining("because of " + property + "=false")
                    .extracting(error -> ExceptionHelper.stackTraceToString((Throwable) error))
                    .asString()
                    .doesNotContain("add the dependency");
        }
    }

    @Test
    void aPlaceholderWhoseVariableIsNotThereSetsNothing() throws Exception {
        property("max-retries", "{{RETRIES:}}");
        property("spend-limit", "{{LIMIT:}}");
        property("request-timeout", "{{TIMEOUT:}}");
        property("depth", "{{DEPTH:}}");
        main.start();
        try {
            LinkupComponent component = main.getCamelContext().getComponent("linkup", LinkupComponent.class);

            assertThat(component.getConfiguration().getMaxRetries()).isEqualTo(3);
            assertThat(component.getConfiguration().getSpendLimit()).isNull();
            assertThat(component.getConfiguration().getRequestTimeout()).isEqualTo(Duration.ofMinutes(2));
            assertThat(component.getRequestConfiguration().getDepth()).isNull();
        } finally {
            main.stop();
        }
    }

    @Test
    void aPropertyThatCodeOverridesOrThatEqualsTheDefaultIsNoError() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.disableJMX();
            Properties properties = new Properties();
            properties.put("camel.component.linkup.base-url", "http://localhost:1/v1");
            properties.put("camel.component.linkup.max-retries", "3");
            properties.put("camel.component.linkup.request-timeout", "2m");
            properties.put("camel.component.linkup.max-retry-delay", "30s");
            context.getPropertiesComponent().setInitialProperties(properties);
            LinkupComponent component = context.getComponent("linkup", LinkupComponent.class);
            component.getConfiguration().setApiKey("key");
            component.getConfiguration().setBaseUrl(standIn.baseUrl());

            LinkupComponent second = new LinkupComponent();
            context.addComponent("linkup2", second);

            context.start();

            assertThat(component.isStarted()).isTrue();
            assertThat(second.isStarted()).isTrue();
        }
    }
}

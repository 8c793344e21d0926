package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.camellinkup.client.PaymentSigner;
import io.github.camellinkup.client.exception.LinkupPaymentRequiredException;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.Operation;
import io.github.camellinkup.test.ReceivedCall;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.spi.LoadablePropertiesSource;
import org.apache.camel.spi.PropertiesSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the key comes from, and how it travels. */
class KeySourcesTest {

    private final LinkupStandIn standIn = LinkupStandIn.builder()
            .apiKeys("option", "component", "environment", "property", "variable", "main", "system")
            .start();
    private final DefaultCamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() throws Exception {
        context.close();
        standIn.close();
    }

    private Exchange search(String options) {
        if (!context.isStarted()) {
            context.disableJMX();
        }
        component().getConfiguration().setBaseUrl(standIn.baseUrl());
        context.start();
        return context.createProducerTemplate()
                .request("linkup:search" + options, exchange -> exchange.getIn().setBody("camel"));
    }

    private LinkupComponent component() {
        return context.getComponent("linkup", LinkupComponent.class);
    }

    private String sentKey() {
        List<ReceivedCall> calls = standIn.received(Operation.SEARCH);
        return calls.get(calls.size() - 1).header("Authorization").orElse("none");
    }

    @Test
    void theNearestSourceOfAKeyWins() {
        context.getPropertiesComponent().addOverrideProperty("LINKUP_API_KEY", "variable");
        search("");
        assertThat(sentKey()).isEqualTo("Bearer variable");

        context.getPropertiesComponent().addOverrideProperty("linkup.api-key", "property");
        search("?depth=fast");
        assertThat(sentKey()).isEqualTo("Bearer property");

        component().setEnvironment(Map.of("LINKUP_API_KEY", "environment")::get);
        search("?maxResults=1");
        assertThat(sentKey()).isEqualTo("Bearer environment");

        component().getConfiguration().setApiKey("component");
        search("?depth=deep");
        assertThat(sentKey()).isEqualTo("Bearer component");

        search("?apiKey=option");
        assertThat(sentKey()).isEqualTo("Bearer option");
    }

    @Test
    void aKeyCanBeAPlaceholder() {
        context.getPropertiesComponent().addOverrideProperty("my.key", "property");

        search("?apiKey={{my.key}}");

        assertThat(sentKey()).isEqualTo("Bearer property");
    }

    @Test
    void aSystemPropertyIsASourceToo() {
        System.setProperty("linkup.api-key", "system");
        try {
            search("");
        } finally {
            System.clearProperty("linkup.api-key");
        }

        assertThat(sentKey()).isEqualTo("Bearer system");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSourceOfPropertiesIsAsked(boolean loadable) {
        context.getPropertiesComponent().addPropertiesSource(loadable ? new Vault.Loadable() : new Vault());

        search("");

        assertThat(sentKey()).isEqualTo("Bearer property");
    }

    @Test
    void aPropertyCanBeAPlaceholder() {
        context.getPropertiesComponent().addOverrideProperty("linkup.api-key", "{{my.key}}");
        context.getPropertiesComponent().addOverrideProperty("my.key", "property");

        search("");

        assertThat(sentKey()).isEqualTo("Bearer property");
    }

    static Stream<Arguments> keysThatAreNone() {
        return Stream.of(
                Arguments.of("\"lk-secret-1\"", "quotes"),
                Arguments.of("'lk-secret-1'", "quotes"),
                Arguments.of(" \"lk-secret-1", "quotes"),
                Arguments.of("lk-secret-1'", "quotes"),
                Arguments.of("\u201clk-secret-1\u201d", "quotes"),
                Arguments.of("${LK_SECRET_1}", "placeholder"),
                Arguments.of("{{env:lk-secret-1}}", "placeholder"),
                Arguments.of("Bearer lk-secret-1", "blanks"));
    }

    @ParameterizedTest
    @MethodSource("keysThatAreNone")
    void aKeyThatCannotBeIsRefusedWhenTheRouteStarts(String key, String problem) {
        component().setEnvironment(Map.of("LINKUP_API_KEY", key)::get);
        assertRefused("Environment variable LINKUP_API_KEY must be", problem);

        component().setEnvironment(name -> null);
        context.getPropertiesComponent().addOverrideProperty("linkup.api-key", key);
        assertRefused("Property linkup.api-key must be", problem);

        component().getConfiguration().setApiKey(key);
        assertRefused("Option apiKey must be", problem);
    }

    private void assertRefused(String named, String problem) {
        Throwable refusal =
                catchThrowable(() -> context.getEndpoint("linkup:search").start());

        assertThat(refusal).hasStackTraceContaining(named);
        StringWriter trace = new StringWriter();
        refusal.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).contains(problem).doesNotContainIgnoringCase("secret");
        assertThat(standIn.count()).isZero();
    }

    /** A source of properties such as a vault. */
    private static class Vault implements PropertiesSource {

        @Override
        public String getName() {
            return "vault";
        }

        @Override
        public String getProperty(String name) {
            return name.equals("linkup.api-key") ? "property" : null;
        }

        private static final class Loadable extends Vault implements LoadablePropertiesSource {

            @Override
            public Properties loadProperties() {
                return loadProperties(name -> true);
            }

            @Override
            public Properties loadProperties(Predicate<String> filter) {
                Properties properties = new Properties();
                if (filter.test("linkup.api-key")) {
                    properties.setProperty("linkup.api-key", "property");
                }
                return properties;
            }

            @Override
            public void reloadProperties(String location) {}
        }
    }

    @Test
    void camelMainConfiguresTheComponent() throws Exception {
        Main main = new Main();
        main.addInitialProperty("camel.main.jmx-enabled", "false");
        main.addInitialProperty("camel.component.linkup.api-key", "main");
        main.addInitialProperty("camel.component.linkup.base-url", standIn.baseUrl());
        main.addInitialProperty("camel.component.linkup.request-timeout", "20s");
        main.addInitialProperty("camel.component.linkup.http-configuration.max-total-connections", "7");
        main.start();
        try {
            Object answer = main.getCamelTemplate().requestBody("linkup:search", (Object) "camel");

            assertThat(answer).isNotNull();
            assertThat(sentKey()).isEqualTo("Bearer main");
            LinkupComponent component = main.getCamelContext().getComponent("linkup", LinkupComponent.class);
            assertThat(component.getConfiguration().getRequestTimeout()).hasSeconds(20);
            assertThat(component.getHttpConfiguration().getMaxTotalConnections())
                    .isEqualTo(7);
        } finally {
            main.stop();
        }
    }

    /** A program that knows nothing of a key. */
    public static final class KeylessProgram {

        private KeylessProgram() {}

        public static void main(String[] arguments) throws Exception {
            try (DefaultCamelContext context = new DefaultCamelContext()) {
                context.start();
                context.createProducerTemplate().requestBody("linkup:search?baseUrl=" + arguments[0], (Object) "camel");
            }
        }
    }

    @Test
    void theEnvironmentVariableIsUsedIfNothingElseIsThere() throws Exception {
        String java = System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        ProcessBuilder builder = new ProcessBuilder(
                java, "-XX:TieredStopAtLevel=1", "-cp", classPath, KeylessProgram.class.getName(), standIn.baseUrl());
        builder.environment().put("LINKUP_API_KEY", "variable");
        builder.redirectErrorStream(true);
        File folder = File.createTempFile("keyless", "program");
        assertThat(folder.delete() && folder.mkdir()).isTrue();
        builder.directory(folder);

        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(output).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        assertThat(sentKey()).isEqualTo("Bearer variable");
    }

    @Test
    void behindAGatewayTheBareKeyTravelsInItsHeaderAndNoAuthorizationIsSent() {
        try (LinkupStandIn gateway =
                LinkupStandIn.builder().keyHeader("Ocp-Apim-Subscription-Key").start()) {
            Exchange exchange = search("?authHeader=Ocp-Apim-Subscription-Key&apiKey=" + gateway.apiKey() + "&baseUrl="
                    + gateway.baseUrl());

            assertThat(exchange.getException()).isNull();
            ReceivedCall call = gateway.received(Operation.SEARCH).get(0);
            assertThat(call.header("Ocp-Apim-Subscription-Key")).hasValue(gateway.apiKey());
            assertThat(call.header("Authorization")).isEmpty();
        }
    }

    @Test
    void aSignerPaysForACallInsteadOfAKey() {
        PaymentSigner signer = required -> CompletableFuture.completedFuture(
                JsonNodeFactory.instance.objectNode().put("x402Version", 1).set("accepted", required));
        context.getRegistry().bind("signer", signer);
        try (LinkupStandIn paid = LinkupStandIn.builder().payByCall().start()) {
            String options = "?paymentSigner=#signer&baseUrl=" + paid.baseUrl();

            assertThat(search(options).getException()).isNull();

            assertThat(paid.payments()).hasSize(1);
            assertThat(paid.received(Operation.SEARCH)).hasSize(2).allSatisfy(call -> assertThat(call.headerNames())
                    .doesNotContain("Authorization"));

            paid.refusePayments();
            assertThat(search(options).getException()).isInstanceOf(LinkupPaymentRequiredException.class);
            assertThat(paid.received(Operation.SEARCH)).hasSize(4);
        }
    }

    @Test
    void aSignerKeepsAKeyOfTheEnvironmentFromBeingSent() {
        context.getPropertiesComponent().addOverrideProperty("linkup.api-key", "property");
        context.getRegistry().bind("signer", (PaymentSigner) CompletableFuture::completedFuture);

        search("?paymentSigner=#signer&maxRetries=0");

        assertThat(sentKey()).isEqualTo("none");
    }
}

package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.camellinkup.client.PaymentSigner;
import io.github.camellinkup.client.exception.LinkupPaymentRequiredException;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.Operation;
import io.github.camellinkup.test.ReceivedCall;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where the key comes from, and how it travels. */
class KeySourcesTest {

    private final LinkupStandIn standIn = LinkupStandIn.builder()
            .apiKeys("option", "component", "property", "variable", "main")
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
        context.getComponent("linkup", LinkupComponent.class).getConfiguration().setBaseUrl(standIn.baseUrl());
        context.start();
        return context.createProducerTemplate()
                .request("linkup:search" + options, exchange -> exchange.getIn().setBody("camel"));
    }

    private String sentKey() {
        List<ReceivedCall> calls = standIn.received(Operation.SEARCH);
        return calls.get(calls.size() - 1).header("Authorization").orElse("none");
    }

    @Test
    void theNearestSourceOfAKeyWins() {
        // The build sets the environment variable to nothing, which would come before a property.
        ((PropertiesComponent) context.getPropertiesComponent())
                .setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_FALLBACK);
        context.getPropertiesComponent().addOverrideProperty("LINKUP_API_KEY", "variable");
        search("");
        assertThat(sentKey()).isEqualTo("Bearer variable");

        context.getPropertiesComponent().addOverrideProperty("linkup.api-key", "property");
        search("?depth=fast");
        assertThat(sentKey()).isEqualTo("Bearer property");

        context.getComponent("linkup", LinkupComponent.class).getConfiguration().setApiKey("component");
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

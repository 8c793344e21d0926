package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.spi.PropertiesComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole run with everything that can go wrong, and a look into all that anybody can read afterwards. */
class SecretsTest {

    private static final String KEY = "lk-secret-0d41f7c9a6b2";
    private static final String PROXY_PASSWORD = "px-secret-51c0e8d77f";
    private Readable readable;
    private LinkupStandIn standIn;
    private CamelContext context;

    @BeforeEach
    void start() throws Exception {
        readable = new Readable();
        standIn = LinkupStandIn.builder()
                .apiKeys(KEY)
                .noPollLimit()
                .taskTime("search", Duration.ZERO)
                .start();
        context = new DefaultCamelContext();
        context.getShutdownStrategy().setTimeout(5);
    }

    @AfterEach
    void stop() throws Exception {
        context.close();
        standIn.close();
        readable.close();
    }

    private LinkupComponent component() {
        return context.getComponent("linkup", LinkupComponent.class);
    }

    private void aWholeRun(String options) throws Exception {
        String and = options.isEmpty() ? "?" : "?" + options + "&";
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:search").to("linkup:search" + and + "maxRetries=1&maxRetryDelay=1");
                from("direct:impatient").to("linkup:search" + and + "maxRetries=0&requestTimeout=20");
                from("direct:batch").to("linkup:tasks" + and + "type=search&maxRetryDelay=1");
                from("linkup:tasks" + and + "taskScope=submitted&initialDelay=0&delay=1")
                        .to("mock:finished");
            }
        });
        context.start();
        ProducerTemplate template = context.createProducerTemplate();
        readable.add(
                template.request("direct:search", exchange -> exchange.getIn().setBody("camel")));
        // A server that repeats what it was sent.
        String echo = "You sent Authorization: Bearer " + KEY;
        standIn.failNext(Operation.SEARCH, Fault.error(401, "UNAUTHORIZED", echo));
        standIn.failNext(Operation.SEARCH, 2, Fault.error(500, KEY, echo));
        standIn.failNext(Operation.SEARCH, Fault.answer(400, "text/html", "<p>" + echo + "</p>"));
        standIn.failNext(Operation.SEARCH, Fault.answer(200, "text/html", "<p>" + echo + "</p>"));
        standIn.failNext(
                Operation.SEARCH, Fault.answer(302, "text/plain", echo).withHeader("Location", "https://a.org/"));
        standIn.failNext(
                Operation.SEARCH,
                Fault.answer(
                        400,
                        "application/json",
                        "{\"error\":{\"code\":\"VALIDATION_ERROR\",\"message\":\"m\",\"details\":[{\"field\":\"" + KEY
                                + "\",\"message\":\"" + echo + "\"}]}}"));
        for (int i = 0; i < 6; i++) {
            Exchange failed = template.request(
                    "direct:search", exchange -> exchange.getIn().setBody("camel"));
            assertThat(failed.getException()).isNotNull();
            readable.add(failed);
        }
        standIn.failNext(Operation.SEARCH, 2, Fault.cutConnection());
        readable.add(
                template.request("direct:search", exchange -> exchange.getIn().setBody("camel")));
        standIn.failNext(Operation.SEARCH, Fault.slowStart(Duration.ofMinutes(1)));
        readable.add(template.request(
                "direct:impatient", exchange -> exchange.getIn().setBody("camel")));
        standIn.failNext(Operation.TASKS_LIST, 2, Fault.error(401, "UNAUTHORIZED", echo));
        readable.add(
                template.request("direct:batch", exchange -> exchange.getIn().setBody(List.of("a", "b"))));
        await().until(() -> standIn.count(Operation.TASKS_LIST) >= 3
                && LinkupTestSupport.pending(component().getTaskRepository()).isEmpty());
        standIn.failNext(Operation.TASKS_CREATE, Fault.error(500, "INTERNAL", echo));
        readable.add(
                template.request("direct:batch", exchange -> exchange.getIn().setBody(List.of("c"))));
        for (String wrong : List.of("depth=abyss", "swim=1", "requestTimeout=0", "authHeader=", "baseUrl=ftp://x")) {
            try {
                context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:" + wrong.hashCode()).to("linkup:search" + and + wrong);
                    }
                });
            } catch (Exception e) {
                readable.add(e);
            }
        }
        context.getEndpoints().forEach(endpoint -> {
            readable.add(endpoint.toString());
            if (endpoint instanceof LinkupEndpoint linkup) {
                readable.add(linkup.getConfiguration().toString());
                readable.add(linkup.templates() + " " + linkup.engine() + " "
                        + linkup.engine().client());
            }
        });
        readable.add(component() + " " + component().getConfiguration() + " "
                + component().getHttpConfiguration() + " " + component().runtime());
        readable.addJmx(context);
        new ArrayList<>(context.getRoutes()).forEach(route -> readable.add(route + " " + route.getEndpoint()));
        context.stop();
    }

    @Test
    void aKeyOfTheComponentIsNowhere() throws Exception {
        component().getConfiguration().setApiKey(KEY);
        component().getConfiguration().setBaseUrl(standIn.baseUrl());

        aWholeRun("");

        readable.assertHoldsNowhere(KEY);
    }

    @Test
    void aKeyInAnUriIsNowhereEither() throws Exception {
        readable.secretInUri();
        component().getConfiguration().setBaseUrl(standIn.baseUrl());

        aWholeRun("apiKey=RAW(" + KEY + ")");

        readable.assertHoldsNowhere(KEY);
    }

    /** A search, and one whose error repeats what was sent. */
    private void aShortRun(CamelContext used) throws Exception {
        used.start();
        ProducerTemplate template = used.createProducerTemplate();
        Exchange answered = template.request(
                "linkup:search?maxRetries=0", exchange -> exchange.getIn().setBody("camel"));
        standIn.failNext(Operation.SEARCH, Fault.answer(400, "text/html", "You sent Authorization: Bearer " + KEY));
        Exchange refused = template.request(
                "linkup:search?maxRetries=0", exchange -> exchange.getIn().setBody("camel"));
        readable.add(answered);
        readable.add(refused);
        readable.addJmx(used);
        used.stop();

        assertThat(answered.getException()).isNull();
        assertThat(refused.getException()).hasMessageContaining("Bearer ***");
        readable.assertHoldsNowhere(KEY);
    }

    @Test
    void aKeyOfTheEnvironmentIsNowhere() throws Exception {
        component().setEnvironment(Map.of("LINKUP_API_KEY", KEY)::get);
        component().getConfiguration().setBaseUrl(standIn.baseUrl());

        aShortRun(context);
    }

    @Test
    void aKeyOfTheSystemPropertiesIsNowhere() throws Exception {
        component().getConfiguration().setBaseUrl(standIn.baseUrl());
        System.setProperty("linkup.api-key", KEY);
        try {
            aShortRun(context);
        } finally {
            System.clearProperty("linkup.api-key");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"initial", "override", "file"})
    void aKeyOfThePropertiesIsNowhere(String source, @TempDir Path directory) throws Exception {
        component().getConfiguration().setBaseUrl(standIn.baseUrl());
        PropertiesComponent properties = context.getPropertiesComponent();
        switch (source) {
            case "initial" -> properties.addInitialProperty("linkup.api-key", KEY);
            case "override" -> properties.addOverrideProperty("linkup.api-key", KEY);
            default ->
                properties.addLocation("file:" + Files.writeString(directory.resolve("key"), "linkup.api-key=" + KEY));
        }

        aShortRun(context);
    }

    @Test
    void secretsOfCamelMainAreNowhere() throws Exception {
        readable.secretInMain();
        Main main = new Main();
        main.addInitialProperty("camel.component.linkup.api-key", KEY);
        main.addInitialProperty("camel.component.linkup.base-url", standIn.baseUrl());
        main.addInitialProperty("camel.component.linkup.http-configuration.proxy-host", "localhost");
        main.addInitialProperty("camel.component.linkup.http-configuration.proxy-port", "9");
        main.addInitialProperty("camel.component.linkup.http-configuration.proxy-auth-username", "user");
        main.addInitialProperty("camel.component.linkup.http-configuration.proxy-auth-password", PROXY_PASSWORD);
        main.addInitialProperty("camel.component.linkup.http-configuration.non-proxy-hosts", "127.0.0.1");
        main.start();
        try {
            aShortRun(main.getCamelContext());
        } finally {
            main.stop();
        }

        readable.assertHoldsNowhere(PROXY_PASSWORD);
    }

    @Test
    void aKeyThatCannotBeIsNotShownInTheErrorAboutIt() {
        component().getConfiguration().setApiKey(KEY + "\nX-Evil: 1");
        try {
            context.start();
            context.createProducerTemplate().sendBody("linkup:search", "camel");
        } catch (Exception e) {
            readable.add(e);
        }

        readable.assertHolds("apiKey must be");
        readable.assertHoldsNowhere(KEY);
    }

    @Test
    void thePasswordOfAProxyIsNowhere() throws Exception {
        WireMockServer proxy =
                new WireMockServer(WireMockConfiguration.options().dynamicPort());
        proxy.start();
        try {
            proxy.stubFor(WireMock.any(WireMock.anyUrl())
                    .inScenario("proxy")
                    .whenScenarioStateIs("Started")
                    .willReturn(WireMock.okJson("{\"answer\":\"yes\",\"sources\":[]}"))
                    .willSetStateTo("refusing"));
            proxy.stubFor(WireMock.any(WireMock.anyUrl())
                    .inScenario("proxy")
                    .whenScenarioStateIs("refusing")
                    .willReturn(WireMock.status(407)
                            .withHeader("Proxy-Authenticate", "Basic realm=\"r\"")
                            .withBody("Not " + PROXY_PASSWORD + ", not Basic " + Readable.basic(PROXY_PASSWORD))));
            component().getConfiguration().setApiKey(KEY);
            component().getConfiguration().setBaseUrl("http://linkup.invalid/v1");
            LinkupHttpConfiguration http = component().getHttpConfiguration();
            http.setProxyHost("localhost");
            http.setProxyPort(proxy.port());
            http.setProxyAuthUsername("user");
            http.setProxyAuthPassword(PROXY_PASSWORD);
            context.start();
            ProducerTemplate template = context.createProducerTemplate();

            Exchange answered = template.request(
                    "linkup:search", exchange -> exchange.getIn().setBody("camel"));
            Exchange refused = template.request(
                    "linkup:search", exchange -> exchange.getIn().setBody("camel"));
            readable.add(answered);
            readable.add(refused);
            readable.addJmx(context);
            readable.add(component().getHttpConfiguration().toString());

            assertThat(answered.getException()).isNull();
            assertThat(refused.getException())
                    .hasMessageContaining("proxyAuthPassword")
                    .hasMessageContaining("Not ***, not Basic ***");
            readable.assertHoldsNowhere(PROXY_PASSWORD);
            readable.assertHoldsNowhere(KEY);
        } finally {
            proxy.stop();
        }
    }
}

package io.github.camellinkup.dsl;

import static io.github.camellinkup.dsl.StaticEndpointBuilders.linkup;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camellinkup.client.model.Depth;
import io.github.camellinkup.component.LinkupComponent;
import io.github.camellinkup.dsl.component.LinkupComponentBuilderFactory;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The typed builders, and a key with the signs of URIs on all its ways to the component. */
class DslTest {

    private static final String KEY = "a+b%41&c";

    private LinkupStandIn standIn;

    @BeforeEach
    void startStandIn() {
        standIn = LinkupStandIn.builder().apiKeys(KEY).start();
    }

    @AfterEach
    void stopStandIn() {
        standIn.close();
    }

    private JsonNode sent() {
        assertThat(standIn.received(Operation.SEARCH)).hasSize(1);
        return standIn.received(Operation.SEARCH).get(0).json();
    }

    private static void ask(CamelContext context) {
        context.createProducerTemplate().requestBody("direct:ask", "camel");
    }

    private void run(RouteBuilder routes, LinkupComponent component) throws Exception {
        CamelContext context = new DefaultCamelContext();
        try {
            context.addComponent("linkup", component);
            context.addRoutes(routes);
            context.start();
            ask(context);
        } finally {
            context.stop();
        }
    }

    @Test
    void endpointsAndTheComponentHaveTypedBuilders() throws Exception {
        LinkupComponent component = LinkupComponentBuilderFactory.linkup()
                .apiKey(KEY)
                .baseUrl(standIn.baseUrl())
                .maxTotalConnections(7)
                .connectTimeout(Duration.ofSeconds(3))
                .includeDomains("camel.apache.org")
                .build();

        run(
                new EndpointRouteBuilder() {
                    @Override
                    public void configure() {
                        // snippet:endpoint
                        from(direct("ask"))
                                .to(linkup("search").depth(Depth.DEEP).maxResults(3));
                        // end:endpoint
                    }
                },
                component);

        assertThat(sent().path("depth").asText()).isEqualTo("deep");
        assertThat(sent().path("maxResults").asInt()).isEqualTo(3);
        assertThat(sent().at("/includeDomains/0").asText()).isEqualTo("camel.apache.org");
        assertThat(component.getHttpConfiguration().getMaxTotalConnections()).isEqualTo(7);
        assertThat(component.getHttpConfiguration().getConnectTimeout()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void optionsCanBeTexts() throws Exception {
        run(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:ask").to(linkup("search").depth("deep").maxResults("{{most:4}}"));
                    }
                },
                LinkupComponentBuilderFactory.linkup()
                        .apiKey(KEY)
                        .baseUrl(standIn.baseUrl())
                        .build());

        assertThat(sent().path("depth").asText()).isEqualTo("deep");
        assertThat(sent().path("maxResults").asInt()).isEqualTo(4);
    }

    @Test
    void aKeyWithTheSignsOfUrisSurvivesTheEndpointBuilder() throws Exception {
        run(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:ask")
                                .to(linkup("search").apiKey("RAW(" + KEY + ")").baseUrl(standIn.baseUrl()));
                    }
                },
                new LinkupComponent());

        sent();
    }

    @Test
    void aKeyWithTheSignsOfUrisSurvivesRaw() throws Exception {
        run(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:ask").to("linkup:search?apiKey=RAW(" + KEY + ")&baseUrl=" + standIn.baseUrl());
                    }
                },
                new LinkupComponent());

        sent();
    }

    @Test
    void aKeyWithTheSignsOfUrisSurvivesYamlAndProperties(@TempDir Path folder) throws Exception {
        Path routes = Files.writeString(folder.resolve("routes.yaml"), """
                - route:
                    from:
                      uri: direct:ask
                      steps:
                        - to:
                            uri: linkup:search
                            parameters:
                              apiKey: "{{key}}"
                              baseUrl: "{{url}}"
                        - setBody:
                            constant: camel
                        - to:
                            uri: linkup:search
                            parameters:
                              apiKey: "RAW({{key}})"
                              baseUrl: "{{url}}"
                        - setBody:
                            constant: camel
                        - to:
                            uri: linkup:search
                """);
        Main main = new Main();
        main.configure().withRoutesIncludePattern("file:" + routes).withJmxEnabled(false);
        main.addInitialProperty("key", KEY);
        main.addInitialProperty("url", standIn.baseUrl());
        main.addInitialProperty("camel.component.linkup.api-key", KEY);
        main.addInitialProperty("camel.component.linkup.base-url", standIn.baseUrl());
        try {
            main.start();
            ask(main.getCamelContext());
        } finally {
            main.stop();
        }

        assertThat(standIn.received(Operation.SEARCH)).hasSize(3);
    }
}

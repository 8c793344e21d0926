package io.github.camellinkup.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camellinkup.component.LinkupComponent;
import io.github.camellinkup.component.LinkupConfiguration;
import io.github.camellinkup.component.LinkupConstants;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.ManualClock;
import io.github.camellinkup.test.Operation;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** An application as Spring Boot starts it, with a database and actuators. */
@ExtendWith(OutputCaptureExtension.class)
class ApplicationTest {

    private static final Duration TASK_TIME = Duration.ofSeconds(5);

    /** What the routes of the application have received. */
    private static final Queue<String> RECEIVED = new ConcurrentLinkedQueue<>();

    public record Company(String name) {}

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {

        @Bean
        LinkupComponent linkup2() {
            return new LinkupComponent();
        }

        @Bean
        LinkupComponent linkup3() {
            return new LinkupComponent();
        }

        @Bean
        LinkupConfiguration gateway() {
            LinkupConfiguration connection = new LinkupConfiguration();
            connection.setApiKey(BEAN_KEY);
            connection.setBaseUrl(LINKUP.baseUrl());
            return connection;
        }

        @Bean
        RouteBuilder routes() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:batch")
                            .to("linkup:tasks?type=search&structuredOutputClass=" + Company.class.getName());
                    from("direct:await")
                            .to("linkup:tasks?mode=await&type=search&structuredOutputClass=" + Company.class.getName());
                    from("direct:environment").routeId("environment").to("linkup2:search");
                    from("direct:uri").routeId("uri").to("linkup:search?apiKey=RAW(" + URI_KEY + ")");
                    from("direct:bean").routeId("bean").to("linkup3:search");
                    from("linkup:tasks?taskScope=submitted&structuredOutputClass=" + Company.class.getName())
                            .process(exchange ->
                                    RECEIVED.add(exchange.getMessage().getHeader(LinkupConstants.REFERENCE) + " "
                                            + exchange.getMessage()
                                                    .getBody(Company.class)
                                                    .name()));
                }
            };
        }
    }

    private static final String PROPERTY_KEY = "lkp-secret-00000000000000001";
    private static final String ENVIRONMENT_KEY = "lkp-secret-00000000000000002";
    private static final String URI_KEY = "lkp-secret-00000000000000003";
    private static final String BEAN_KEY = "lkp-secret-00000000000000004";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final String DATABASE = UUID.randomUUID().toString();
    private static final ManualClock CLOCK = new ManualClock(Instant.now());

    private static final LinkupStandIn LINKUP = LinkupStandIn.builder()
            .apiKeys(PROPERTY_KEY, ENVIRONMENT_KEY, URI_KEY, BEAN_KEY)
            .clock(CLOCK)
            .taskTime("search", TASK_TIME)
            .noPollLimit()
            .start();

    /** The tests share it. One that stops it starts it again. */
    private static ConfigurableApplicationContext application;

    private static ProducerTemplate template;

    @BeforeAll
    static void start() {
        LINKUP.answerSearch(input -> new ObjectMapper()
                .createObjectNode()
                .put("name", input.path("q").asText().toUpperCase()));
        application = new SpringApplicationBuilder(Application.class)
                .initializers(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new SystemEnvironmentPropertySource(
                                "test-systemEnvironment",
                                Map.of(
                                        "CAMEL_COMPONENT_LINKUP2_APIKEY",
                                        ENVIRONMENT_KEY,
                                        "CAMEL_COMPONENT_LINKUP2_BASEURL",
                                        LINKUP.baseUrl()))))
                .run(
                        "--server.port=0",
                        "--spring.datasource.url=jdbc:h2:mem:" + DATABASE + ";DB_CLOSE_DELAY=-1",
                        "--camel.component.linkup.api-key=" + PROPERTY_KEY,
                        "--camel.component.linkup.base-url=" + LINKUP.baseUrl(),
                        "--camel.component.linkup.data-source=#type:javax.sql.DataSource",
                        "--camel.component.linkup.node-id=one",
                        "--camel.component.linkup3.configuration=#bean:gateway",
                        "--camel.main.routes-include-pattern=classpath:application/*.yaml",
                        "--camel.main.shutdown-timeout=2",
                        "--camel.health.producers-enabled=true",
                        "--camel.health.exposure-level=full",
                        "--management.endpoints.web.exposure.include=*",
                        "--management.endpoint.env.show-values=always",
                        "--management.endpoint.configprops.show-values=always",
                        "--management.endpoint.quartz.show-values=always",
                        "--management.endpoint.health.show-details=always",
                        "--management.endpoint.health.show-components=always",
                        "--management.info.env.enabled=true");
        template = application.getBean(ProducerTemplate.class);
    }

    @AfterAll
    static void stop() {
        application.close();
        LINKUP.close();
    }

    @BeforeEach
    void forget() {
        RECEIVED.clear();
    }

    private static Map<String, Object> company(String name) {
        return Map.of("input", Map.of("q", name), "reference", "crm-" + name);
    }

    @Test
    void routesInJavaAndYamlUseTheComponentOfTheProperties() {
        assertThat(template.requestBody("direct:yaml", "acme")).isEqualTo(new Company("ACME"));
        template.requestBody("direct:batch", List.of(company("a"), company("b")));
        CLOCK.advance(TASK_TIME);

        await().until(() -> RECEIVED.size() == 2);
        assertThat(RECEIVED).containsExactlyInAnyOrder("crm-a A", "crm-b B");
    }

    /** The application stops while an exchange awaits its result and results of other tasks are outstanding. */
    @Test
    void aRestartOnTheSameDatabaseReceivesWhatWasSentBefore() {
        int tasks = LINKUP.tasks().size();
        template.requestBody("direct:batch", List.of(company("a"), company("b")));
        CompletableFuture<Exchange> awaiting = template.asyncSend(
                "direct:await", exchange -> exchange.getMessage().setBody(company("c")));
        await().until(() -> LINKUP.tasks().size() == tasks + 3);

        application.close();

        assertThat(awaiting.join().getException()).isNotNull();
        CLOCK.advance(TASK_TIME);
        start();
        await().until(() -> RECEIVED.size() == 3);
        assertThat(RECEIVED).containsExactlyInAnyOrder("crm-a A", "crm-b B", "crm-c C");
        assertThat(LINKUP.tasks()).hasSize(tasks + 3);
    }

    @Test
    void healthAndMetersAreInTheActuatorsWithoutFurtherWiring() throws Exception {
        template.requestBody("direct:yaml", "acme");
        String actuators =
                "http://localhost:" + application.getEnvironment().getProperty("local.server.port") + "/actuator";

        assertThat(json(actuators + "/metrics/camel.linkup.calls?tag=operation:search&tag=outcome:success")
                        .at("/measurements/0/value")
                        .asInt())
                .isPositive();
        assertThat(json(actuators + "/health").toString()).contains("producer:linkup-search-", "consumer:");
    }

    @Test
    void noActuatorAndNoLogShowsAKey(CapturedOutput output) throws Exception {
        template.requestBody("direct:yaml", "acme");
        for (String route : List.of("environment", "uri", "bean")) {
            template.requestBody("direct:" + route, "acme");
        }
        assertThat(LINKUP.received(Operation.SEARCH))
                .extracting(call -> call.header("Authorization").orElseThrow())
                .contains(
                        "Bearer " + PROPERTY_KEY,
                        "Bearer " + ENVIRONMENT_KEY,
                        "Bearer " + URI_KEY,
                        "Bearer " + BEAN_KEY);
        String actuators =
                "http://localhost:" + application.getEnvironment().getProperty("local.server.port") + "/actuator";
        // The consumer is ready when it has polled.
        await().until(() -> get(actuators + "/health").statusCode() == 200);

        List<String> pages = new ArrayList<>();
        json(actuators)
                .path("_links")
                .forEach(link -> pages.add(link.path("href").asText()));
        // It is a copy of the memory, in which the key has to be.
        pages.removeIf(page -> page.endsWith("/heapdump"));
        // What has a part to fill in is called with everything that there is.
        pages.removeIf(page -> page.contains("{"));
        for (JsonNode source : json(actuators + "/env").path("propertySources")) {
            add(pages, actuators + "/env/", source.path("properties").fieldNames());
        }
        for (JsonNode context : json(actuators + "/configprops").path("contexts")) {
            context.path("beans")
                    .forEach(bean -> pages.add(
                            actuators + "/configprops/" + bean.path("prefix").asText()));
        }
        for (JsonNode name : json(actuators + "/metrics").path("names")) {
            pages.add(actuators + "/metrics/" + name.asText());
        }
        add(
                pages,
                actuators + "/loggers/",
                json(actuators + "/loggers").path("loggers").fieldNames());
        add(
                pages,
                actuators + "/health/",
                json(actuators + "/health").path("components").fieldNames());
        for (String route : List.of("environment", "uri", "bean")) {
            pages.add(actuators + "/camelroutes/" + route + "/detail");
        }

        assertThat(pages)
                .hasSizeGreaterThan(100)
                .contains(
                        actuators + "/env/camel.component.linkup.api-key",
                        actuators + "/env/CAMEL_COMPONENT_LINKUP2_APIKEY");
        for (String page : pages) {
            HttpResponse<String> answer = get(page);
            assertThat(answer.statusCode()).as(page).isEqualTo(200);
            assertThat(answer.body()).as(page).doesNotContain(PROPERTY_KEY, ENVIRONMENT_KEY, URI_KEY, BEAN_KEY);
        }
        assertThat(output.getAll())
                .contains("Routes startup")
                .doesNotContain(PROPERTY_KEY, ENVIRONMENT_KEY, URI_KEY, BEAN_KEY);
    }

    private static void add(List<String> pages, String path, Iterator<String> names) {
        // Some names of Java and Tomcat are no part of a path.
        names.forEachRemaining(name -> {
            if (name.matches("[\\w.-]+")) {
                pages.add(path + name);
            }
        });
    }

    private static JsonNode json(String page) throws Exception {
        return new ObjectMapper().readTree(get(page).body());
    }

    private static HttpResponse<String> get(String page) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(page)).build(), HttpResponse.BodyHandlers.ofString());
    }
}

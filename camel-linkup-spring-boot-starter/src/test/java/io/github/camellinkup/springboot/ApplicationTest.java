package io.github.camellinkup.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** An application as Spring Boot starts it, with a database and actuators. */
class ApplicationTest {

    private static final Duration TASK_TIME = Duration.ofSeconds(5);

    /** What the routes of the application have received. */
    private static final Queue<String> RECEIVED = new ConcurrentLinkedQueue<>();

    public record Company(String name) {}

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {

        @Bean
        RouteBuilder routes() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:batch")
                            .to("linkup:tasks?type=search&structuredOutputClass=" + Company.class.getName());
                    from("direct:await")
                            .to("linkup:tasks?mode=await&type=search&structuredOutputClass=" + Company.class.getName());
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

    private final String database = UUID.randomUUID().toString();
    private final ManualClock clock = new ManualClock(Instant.now());
    private LinkupStandIn standIn;
    private ConfigurableApplicationContext application;

    @BeforeEach
    void startStandIn() {
        RECEIVED.clear();
        standIn = LinkupStandIn.builder()
                .clock(clock)
                .taskTime("search", TASK_TIME)
                .noPollLimit()
                .start();
        standIn.answerSearch(input -> new ObjectMapper()
                .createObjectNode()
                .put("name", input.path("q").asText().toUpperCase()));
    }

    @AfterEach
    void stop() {
        if (application != null) {
            application.close();
        }
        standIn.close();
    }

    private ProducerTemplate start() {
        application = new SpringApplicationBuilder(Application.class)
                .run(
                        "--server.port=0",
                        "--spring.datasource.url=jdbc:h2:mem:" + database + ";DB_CLOSE_DELAY=-1",
                        "--camel.component.linkup.api-key=" + standIn.apiKey(),
                        "--camel.component.linkup.base-url=" + standIn.baseUrl(),
                        "--camel.component.linkup.data-source=#type:javax.sql.DataSource",
                        "--camel.component.linkup.node-id=one",
                        "--camel.main.routes-include-pattern=classpath:application/*.yaml",
                        "--camel.main.shutdown-timeout=2",
                        "--management.endpoints.web.exposure.include=*",
                        "--management.endpoint.env.show-values=always",
                        "--management.endpoint.configprops.show-values=always");
        return application.getBean(ProducerTemplate.class);
    }

    private static Map<String, Object> company(String name) {
        return Map.of("input", Map.of("q", name), "reference", "crm-" + name);
    }

    @Test
    void routesInJavaAndYamlUseTheComponentOfTheProperties() {
        ProducerTemplate template = start();

        assertThat(template.requestBody("direct:yaml", "acme")).isEqualTo(new Company("ACME"));
        template.requestBody("direct:batch", List.of(company("a"), company("b")));
        clock.advance(TASK_TIME);

        await().until(() -> RECEIVED.size() == 2);
        assertThat(RECEIVED).containsExactlyInAnyOrder("crm-a A", "crm-b B");
    }

    @Test
    void aRestartOnTheSameDatabaseReceivesWhatWasSentBefore() {
        start().requestBody("direct:batch", List.of(company("a"), company("b")));
        application.close();
        clock.advance(TASK_TIME);

        start();

        await().until(() -> RECEIVED.size() == 2);
        assertThat(RECEIVED).containsExactlyInAnyOrder("crm-a A", "crm-b B");
        assertThat(standIn.count(Operation.TASKS_CREATE)).isEqualTo(1);
    }

    @Test
    void aStopWhileAnExchangeAwaitsItsResultEndsAndLosesNothing() {
        ProducerTemplate template = start();
        CompletableFuture<Exchange> awaiting = template.asyncSend(
                "direct:await", exchange -> exchange.getMessage().setBody(company("a")));
        await().until(() -> standIn.tasks().size() == 1);

        application.close();

        assertThat(awaiting.join().getException()).isNotNull();
        clock.advance(TASK_TIME);
        start();
        await().until(() -> RECEIVED.size() == 1);
        assertThat(standIn.tasks()).hasSize(1);
    }

    @Test
    void noActuatorShowsTheKey() throws Exception {
        start().requestBody("direct:yaml", "acme");
        String port = application.getEnvironment().getProperty("local.server.port");

        for (String endpoint : List.of("env", "configprops", "beans", "conditions", "mappings")) {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/" + endpoint))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(endpoint).isEqualTo(200);
            assertThat(answer.body()).as(endpoint).doesNotContain(standIn.apiKey());
        }
    }
}

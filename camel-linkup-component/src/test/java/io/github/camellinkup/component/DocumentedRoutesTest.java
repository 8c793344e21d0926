package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camellinkup.client.exception.LinkupAuthenticationException;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupInsufficientCreditException;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.FetchedPage;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.Source;
import io.github.camellinkup.client.model.SourcedAnswer;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.exception.LinkupPartialBatchException;
import io.github.camellinkup.engine.exception.LinkupSpendLimitException;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.Operation;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.Test;

/** The routes that the documentation shows, run as they are shown. */
class DocumentedRoutesTest extends LinkupTestSupport {

    // snippet:company
    public record Company(
            @JsonPropertyDescription("The name the company uses")
            String name,

            @JsonPropertyDescription("What it does, in one sentence")
            String business,

            @JsonPropertyDescription("How many people work there")
            Integer employees) {}
    // end:company

    @Test
    void theFirstRoute() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                // snippet:first-route
                from("direct:ask").to("linkup:search?depth=fast&maxResults=5").log("${body.answer}");
                // end:first-route
            }
        });

        assertThat(template.requestBody("direct:ask", "Who maintains Apache Camel?", String.class))
                .contains("answer");
        assertThat(onlyCall(Operation.SEARCH).json().path("depth").asText()).isEqualTo("fast");
    }

    @Test
    void anAnswerAsJson() throws Exception {
        JsonNode answer = JsonMapper.builder()
                .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                .build()
                .readTree(getClass().getResource("/docs/answers.json"));
        standIn().answerSearch(input -> answer);

        assertThat(template.requestBody("linkup:search", "Who maintains Apache Camel?", JsonNode.class))
                .isEqualTo(answer);
        assertThat(template.requestBody("linkup:search", "Who maintains Apache Camel?", SourcedAnswer.class)
                        .sources())
                .extracting(Source::name)
                .containsExactly("Apache Camel: Team");
    }

    @Test
    void theYamlRoutes() throws Exception {
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(PluginHelper.getResourceLoader(context).resolveResource("classpath:docs/routes.yaml"));

        assertThat(template.requestBody("direct:ask", "Who maintains Apache Camel?", String.class))
                .contains("answer");

        MockEndpoint results = getMockEndpoint("mock:results");
        results.expectedHeaderReceived(LinkupConstants.REFERENCE, "1");
        template.sendBody("direct:companies", List.of(Map.of("q", "Who leads Acme?", "reference", "1")));
        CLOCK.advance(TASK_TIME);
        results.assertIsSatisfied();
    }

    @Test
    void anAnswerInAClass() throws Exception {
        String type = Company.class.getName();
        standIn().answerSearch(input -> json("{\"name\":\"Acme\",\"business\":\"It makes anvils.\",\"employees\":7}"));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                // snippet:class
                from("direct:company")
                        .setBody(simple("What does ${body} do?"))
                        .to("linkup:search?depth=deep&structuredOutputClass=" + type)
                        .log("${body.name} has ${body.employees} employees");
                // end:class
            }
        });

        assertThat(template.requestBody("direct:company", "Acme"))
                .isEqualTo(new Company("Acme", "It makes anvils.", 7));
    }

    @Test
    void theDataOfAPage() throws Exception {
        standIn().answerFetch(input -> json("{\"markdown\":\"m\",\"data\":{\"name\":\"Acme\"}}"));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                // snippet:page-data
                from("direct:imprint")
                        .to("linkup:fetch?schema=classpath:schemas/company.json&instructions=Names as in the imprint")
                        .log("${body.data}");
                // end:page-data
            }
        });

        assertThat(template.requestBody("direct:imprint", "https://acme.example/imprint", FetchedPage.class)
                        .data())
                .isEqualTo(json("{\"name\":\"Acme\"}"));
        assertThat(onlyCall(Operation.FETCH).json().path("instructions").asText())
                .isEqualTo("Names as in the imprint");
    }

    @Test
    void tasksAndTheirResults() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                // snippet:tasks
                from("direct:companies")
                        .to("linkup:tasks?type=search&depth=deep")
                        .log("${body.size} tasks are under way");

                from("linkup:tasks?taskScope=submitted")
                        .log("${header.CamelLinkupReference} is ${header.CamelLinkupTaskStatus}")
                        .to("mock:results");
                // end:tasks
            }
        });
        MockEndpoint results = getMockEndpoint("mock:results");
        results.expectedMessageCount(2);

        // snippet:batch
        List<TaskRequest> batch = List.of(
                TaskRequest.of(SearchRequest.builder().q("Who leads Acme?").build())
                        .withReference("crm-1"),
                TaskRequest.of(SearchRequest.builder().q("Who leads Umbrella?").build())
                        .withReference("crm-2"));
        template.sendBody("direct:companies", batch);
        // end:batch

        CLOCK.advance(TASK_TIME);
        results.assertIsSatisfied();
        assertThat(results.getExchanges())
                .extracting(exchange -> exchange.getMessage().getHeader(LinkupConstants.REFERENCE))
                .containsExactlyInAnyOrder("crm-1", "crm-2");
    }

    @Test
    void aReferenceAsIdempotencyKey() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                // snippet:idempotency
                from("direct:orders")
                        .setHeader(LinkupConstants.REFERENCE, header("orderId"))
                        .to("linkup:tasks?mode=single&type=search&idempotencyPeriod=24h")
                        .to("mock:sent");
                // end:idempotency
            }
        });
        getMockEndpoint("mock:sent").expectedMessageCount(2);

        template.sendBodyAndHeader("direct:orders", "Who leads Acme?", "orderId", "4711");
        template.sendBodyAndHeader("direct:orders", "Who leads Acme?", "orderId", "4711");

        MockEndpoint.assertIsSatisfied(context);
        assertThat(standIn().tasks()).hasSize(1);
    }

    @Test
    void requestsFromOthers() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                // snippet:open
                from("direct:questions-of-partners").to("linkup:search?depth=fast&maxResults=3&bodyFields=question");
                // end:open
            }
        });

        template.send("direct:questions-of-partners", exchange -> exchange.getMessage()
                .setBody("{\"q\":\"camel\",\"depth\":\"deep\"}".getBytes()));
        assertThat(standIn().count()).isZero();

        template.sendBody("direct:questions-of-partners", "{\"q\":\"camel\"}".getBytes());
        assertThat(onlyCall(Operation.SEARCH).json().path("depth").asText()).isEqualTo("fast");
    }

    @Test
    void errorsByClass() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                // snippet:errors
                onException(LinkupInvalidRequestException.class)
                        .handled(true)
                        .log("Not a question that Linkup takes: ${exception.message}")
                        .to("mock:invalid");
                onException(LinkupInsufficientCreditException.class, LinkupAuthenticationException.class)
                        .handled(true)
                        .log("Somebody has to look: ${exception.message}")
                        .to("mock:operator");
                onException(LinkupException.class)
                        .onWhen(exchange -> exchange.getProperty(Exchange.EXCEPTION_CAUGHT, LinkupException.class)
                                .isRetryable())
                        .maximumRedeliveries(3)
                        .redeliveryDelay(60_000);
                // end:errors
                from("direct:ask").to("linkup:search?maxRetries=0");
            }
        });
        getMockEndpoint("mock:invalid").expectedMessageCount(1);
        getMockEndpoint("mock:operator").expectedMessageCount(1);

        template.sendBody("direct:ask", " ");
        standIn().failNext(Operation.SEARCH, Fault.error(429, "INSUFFICIENT_FUNDS_CREDITS"));
        template.sendBody("direct:ask", "a question");

        MockEndpoint.assertIsSatisfied(context);
    }

    @Test
    void aBillWithAnEnd() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                // snippet:spend
                onException(LinkupSpendLimitException.class)
                        .handled(true)
                        .log("Not sent today: ${exception.message}")
                        .to("mock:tomorrow");
                from("direct:limited")
                        .to("linkup:search?depth=deep&spendLimit=0.1")
                        .log("US$ ${header.CamelLinkupEstimatedCost}")
                        .to("mock:answers");
                // end:spend
            }
        });
        getMockEndpoint("mock:answers").expectedMessageCount(1);
        getMockEndpoint("mock:tomorrow").expectedBodiesReceived("second");

        template.sendBody("direct:limited", "first");
        template.sendBody("direct:limited", "second");

        MockEndpoint.assertIsSatisfied(context);
    }

    @Test
    void aBatchThatStopsHalfWay() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                // snippet:partial
                onException(LinkupPartialBatchException.class)
                        .handled(true)
                        .process(exchange -> {
                            var partial =
                                    exchange.getProperty(Exchange.EXCEPTION_CAUGHT, LinkupPartialBatchException.class);
                            exchange.getMessage().setBody(partial.getNotCreated());
                        })
                        .to("mock:send-later");
                // end:partial
                from("direct:batch").to("linkup:tasks?type=search&batchSize=1&maxConcurrentBatches=1&queueFull=fail");
            }
        });
        standIn()
                .failWhen(
                        call -> call.operation() == Operation.TASKS_CREATE
                                && call.json().get(0).at("/input/q").asText().equals("two"),
                        Fault.error(429, "TASKS_QUEUE_LIMIT_EXCEEDED"));
        getMockEndpoint("mock:send-later").expectedMessageCount(1);

        template.sendBody("direct:batch", List.of("one", "two", "three").iterator());

        MockEndpoint.assertIsSatisfied(context);
        List<?> notCreated = getMockEndpoint("mock:send-later")
                .getExchanges()
                .get(0)
                .getMessage()
                .getBody(List.class);
        assertThat(notCreated).hasSize(1);
        assertThat(standIn().tasks()).hasSize(1);
    }

    @Test
    void aTaskThatIsReadByItsId() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                // snippet:get
                from("direct:start-research")
                        .to("linkup:research?reasoningDepth=L")
                        .log("research ${header.CamelLinkupTaskId} is ${header.CamelLinkupTaskStatus}");

                from("direct:look").to("linkup:research?mode=get").log("${header.CamelLinkupTaskStatus}");
                // end:get
            }
        });

        Task task = template.requestBody("direct:start-research", "Why do camels have humps?", Task.class);
        Task read = template.requestBodyAndHeader("direct:look", null, LinkupConstants.TASK_ID, task.id(), Task.class);

        assertThat(read.id()).isEqualTo(task.id());
    }
}

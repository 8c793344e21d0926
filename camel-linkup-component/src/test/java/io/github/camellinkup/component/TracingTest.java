package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The spans of searches, awaited tasks and consumed results, with camel-opentelemetry2. */
class TracingTest extends ConsumerTestSupport {

    @RegisterExtension
    static final OpenTelemetryExtension TELEMETRY = OpenTelemetryExtension.create();

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        context.getRegistry().bind("tracer", TELEMETRY.getOpenTelemetry().getTracer("test"));
        context.getRegistry().bind("propagators", TELEMETRY.getOpenTelemetry().getPropagators());
        OpenTelemetryTracer tracer = new OpenTelemetryTracer();
        tracer.setCamelContext(context);
        context.addService(tracer);
        tracer.init(context);
        return context;
    }

    private static SpanData span(String name) {
        return TELEMETRY.getSpans().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String tag(SpanData span, String name) {
        return span.getAttributes().get(AttributeKey.stringKey(name));
    }

    private static void assertNoKey() {
        assertThat(TELEMETRY.getSpans())
                .allSatisfy(span -> assertThat(span.toString()).doesNotContain(API_KEY));
    }

    @Test
    void aSearchTellsItsDepthAndCostAndNotItsQuestion() throws Exception {
        routes(routes -> routes.from("direct:ask").to("linkup:search?depth=deep&apiKey=" + API_KEY));
        template.sendBody("direct:ask", "personal question");

        SpanData search = span("linkup:search");
        assertThat(tag(search, "linkup.operation")).isEqualTo("search");
        assertThat(tag(search, "linkup.depth")).isEqualToIgnoringCase("deep");
        assertThat(tag(search, "linkup.estimated.cost")).isEqualTo("0.055");
        assertThat(TELEMETRY.getSpans())
                .allSatisfy(span -> assertThat(span.toString()).doesNotContain("personal question"));
        assertNoKey();
    }

    @Test
    void aQuestionIsShownIfThatIsAllowed() throws Exception {
        context.getComponent("linkup", LinkupComponent.class).setTraceQuestions(true);
        routes(routes -> routes.from("direct:ask").to("linkup:search"));
        template.sendBody("direct:ask", "which question?");

        assertThat(tag(span("linkup:search"), "linkup.question")).isEqualTo("which question?");
    }

    @Test
    void theTraceGoesThroughAnAwaitedTask() throws Exception {
        routes(routes -> routes.from("direct:await")
                .to("linkup:tasks?mode=await&type=search&awaitTimeout=3600000")
                .to("direct:next"));
        routes(routes -> routes.from("direct:next").to("mock:finished"));
        CompletableFuture<Object> answer = template.asyncSend("direct:await", exchange -> {
                    exchange.getMessage().setBody("question");
                    exchange.getMessage().setHeader(LinkupConstants.REFERENCE, "crm-7");
                })
                .thenApply(exchange -> {
                    assertThat(exchange.getException()).isNull();
                    return exchange.getMessage().getBody();
                });
        await().until(() -> !standIn().tasks().isEmpty());
        assertThat(TELEMETRY.getSpans()).as("ended while it waits").noneMatch(span -> span.getName()
                .equals("linkup:tasks await"));
        letTasksFinish();
        answer.get(30, TimeUnit.SECONDS);

        await().until(() ->
                TELEMETRY.getSpans().stream().anyMatch(span -> span.getName().equals("mock")));
        SpanData awaited = span("linkup:tasks await");
        assertThat(tag(awaited, "linkup.task.id"))
                .isEqualTo(standIn().tasks().get(0).id());
        assertThat(tag(awaited, "linkup.task.status")).isEqualToIgnoringCase("completed");
        assertThat(tag(awaited, "linkup.reference")).isEqualTo("crm-7");
        await().untilAsserted(() -> {
            List<SpanData> spans = TELEMETRY.getSpans();
            assertThat(spans).extracting(SpanData::getTraceId).containsOnly(awaited.getTraceId());
            assertThat(spans).allMatch(SpanData::hasEnded);
        });
    }

    @Test
    void aConsumedResultTellsItsTask() throws Exception {
        consumeFrom("linkup:tasks?taskScope=submitted&" + FAST);
        template.sendBodyAndHeader(
                "linkup:tasks?mode=single&type=search", "question", LinkupConstants.REFERENCE, "crm-7");
        letTasksFinish();
        await().until(() -> emitted().size() == 1);

        await().untilAsserted(() -> assertThat(TELEMETRY.getSpans()).anySatisfy(span -> {
            assertThat(span.getName()).isEqualTo("linkup:tasks batch");
            assertThat(tag(span, "linkup.task.id"))
                    .isEqualTo(standIn().tasks().get(0).id());
            assertThat(tag(span, "linkup.reference")).isEqualTo("crm-7");
        }));
    }

    @Test
    void aFailureMarksItsSpan() throws Exception {
        routes(routes -> routes.from("direct:ask").to("linkup:search?maxRetries=0&apiKey=lk-wrong"));
        template.send("direct:ask", exchange -> exchange.getMessage().setBody("question"));

        SpanData search = span("linkup:search");
        assertThat(search.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertNoKey();
    }

    @Test
    void aSearchDoesNotShowTheTaskOfAnEarlierStep() throws Exception {
        routes(routes -> routes.from("direct:ask").to("linkup:search?excludeDomains=personal.example"));
        template.sendBodyAndHeader("direct:ask", "question", LinkupConstants.TASK_ID, "earlier");

        SpanData search = span("linkup:search");
        assertThat(tag(search, "linkup.task.id")).isNull();
        assertThat(search.toString()).doesNotContain("personal.example");
    }
}

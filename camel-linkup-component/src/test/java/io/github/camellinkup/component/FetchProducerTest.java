package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.CreditBalance;
import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.FetchedPage;
import io.github.camellinkup.client.model.StructuredOutputSchema;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.test.Operation;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchProducerTest extends LinkupTestSupport {

    private static final String SCHEMA = "{\"type\":\"object\",\"title\":\"Company\"}";

    @TempDir
    Path folder;

    @Test
    void fetchesThePageThatTheBodyNames() throws Exception {
        URI uri = URI.create("https://camel.apache.org/manual/");
        for (Object body : new Object[] {uri.toString(), uri, new URL(uri.toString())}) {
            template.requestBody("linkup:fetch", body);
        }

        assertThat(standIn().received(Operation.FETCH)).hasSize(3).allSatisfy(call -> assertThat(call.json())
                .isEqualTo(json("{\"url\":\"https://camel.apache.org/manual/\"}")));
    }

    @Test
    void sendsEveryOptionAndCallsTheModeByTheNameOfTheApi() {
        template.requestBodyAndHeaders(
                "linkup:fetch?renderJs=true&includeRawContent=false&includeRawHtml=false&fetchMode=standard",
                "https://a.org",
                Map.of(LinkupConstants.FETCH_MODE, "pro", LinkupConstants.EXTRACT_IMAGES, true));

        assertThat(onlyCall(Operation.FETCH).json())
                .isEqualTo(json("{\"url\":\"https://a.org\",\"renderJs\":true,\"includeRawContent\":false,"
                        + "\"includeRawHtml\":false,\"extractImages\":true,\"mode\":\"pro\"}"));
    }

    @Test
    void answersThePageAsARecord() {
        standIn()
                .answerFetch(input -> json("{\"markdown\":\"# Camel\",\"contentType\":\"text/html\","
                        + "\"rawContent\":\"<h1>\",\"images\":[{\"alt\":\"a\",\"url\":\"https://a.org/a.png\"}]}"));

        Exchange exchange = template.request("linkup:fetch", e -> e.getIn().setBody("https://a.org"));

        FetchedPage page = exchange.getMessage().getBody(FetchedPage.class);
        assertThat(page.markdown()).isEqualTo("# Camel");
        assertThat(page.rawContent()).isEqualTo("<h1>");
        assertThat(page.images()).singleElement().hasFieldOrPropertyWithValue("alt", "a");
        assertThat(page.rawHtml()).isNull();
    }

    @Test
    void theSchemaIsSentAsAnObjectWhateverItIsGivenAs() throws Exception {
        Path file = Files.writeString(folder.resolve("company.json"), SCHEMA);
        Map<String, Object> tree = Map.of("type", "object", "title", "Company");
        String page = "https://a.org";

        template.requestBody("linkup:fetch?schema=RAW(" + SCHEMA + ")", page);
        template.requestBody("linkup:fetch?schema=file:" + file, page);
        template.requestBody("linkup:fetch?schema=classpath:schemas/company.json", page);
        for (Object schema : List.of(SCHEMA, json(SCHEMA), tree, new StructuredOutputSchema(SCHEMA))) {
            template.requestBodyAndHeader("linkup:fetch", page, LinkupConstants.SCHEMA, schema);
        }
        for (Object schema : List.of(SCHEMA, json(SCHEMA), tree)) {
            template.requestBody("linkup:fetch", Map.of("url", page, "schema", schema));
        }
        template.requestBody("linkup:fetch", json("{\"url\":\"" + page + "\",\"schema\":" + SCHEMA + "}"));
        template.requestBody(
                "linkup:fetch",
                FetchRequest.builder()
                        .url(page)
                        .schema(new StructuredOutputSchema(SCHEMA))
                        .build());

        assertThat(standIn().received(Operation.FETCH)).hasSize(12).allSatisfy(call -> assertThat(call.json())
                .isEqualTo(json("{\"url\":\"https://a.org\",\"schema\":" + SCHEMA + "}")));
    }

    @Test
    void instructionsGoWithTheSchema() {
        String long4000 = "x".repeat(4000);

        template.requestBodyAndHeader(
                "linkup:fetch?schema=RAW(" + SCHEMA + ")&instructions=option", "https://a.org", "other", 1);
        template.requestBodyAndHeaders(
                "linkup:fetch?instructions=option",
                "https://a.org",
                Map.of(LinkupConstants.SCHEMA, SCHEMA, LinkupConstants.INSTRUCTIONS, long4000));

        assertThat(standIn().received(Operation.FETCH))
                .extracting(call -> call.json().path("instructions").asText())
                .containsExactly("option", long4000);
    }

    @Test
    void theDataOfAPageIsWhatTheSchemaAsksFor() {
        standIn().answerFetch(input -> json("{\"markdown\":\"# Acme\",\"data\":{\"name\":\"Acme\",\"employees\":7}}"));

        FetchedPage page = template.requestBodyAndHeader(
                "linkup:fetch", "https://a.org", LinkupConstants.SCHEMA, SCHEMA, FetchedPage.class);

        assertThat(page.markdown()).isEqualTo("# Acme");
        assertThat(page.data()).isEqualTo(json("{\"name\":\"Acme\",\"employees\":7}"));
        standIn().answerFetch(input -> json("{\"markdown\":\"# Acme\",\"data\":null}"));
        assertThat(template.requestBody("linkup:fetch", "https://a.org", FetchedPage.class)
                        .data())
                .isNull();
    }

    @Test
    void aTaskOfTypeFetchHasTheDataToo() {
        Exchange created = template.request(
                "linkup:tasks?mode=single&type=fetch&schema=classpath:schemas/company.json&instructions=Be brief",
                e -> e.getIn().setBody("https://a.org"));
        CLOCK.advance(TASK_TIME);

        Task task = template.requestBody(
                "linkup:tasks?mode=get", created.getMessage().getBody(Task.class), Task.class);

        assertThat(onlyCall(Operation.TASKS_CREATE).json().at("/0/input"))
                .isEqualTo(json("{\"url\":\"https://a.org\",\"schema\":" + SCHEMA + ",\"instructions\":\"Be brief\"}"));
        assertThat(((FetchedPage) task.answer()).data().isObject()).isTrue();
    }

    @Test
    void answersTheCreditsThatAreLeft() {
        standIn().setCredits(new BigDecimal("123.456"));

        Exchange exchange = template.request("linkup:credits", e -> {});

        assertThat(exchange.getMessage().getBody(CreditBalance.class).balance()).isEqualByComparingTo("123.456");
        assertThat(exchange.getMessage().getBody(BigDecimal.class)).isEqualByComparingTo("123.456");
    }
}

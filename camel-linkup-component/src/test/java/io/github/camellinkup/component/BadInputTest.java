package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.engine.repository.JdbcTaskRepository;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A message that cannot be is refused with the field named, before anything is sent. */
class BadInputTest extends LinkupTestSupport {

    private static final String DOMAINS_101 = String.join(",", Collections.nCopies(101, "a.org"));

    @AfterEach
    void nothingWasSent() {
        assertThat(standIn().count()).isZero();
    }

    static Stream<Arguments> badMessages() {
        return Stream.of(
                Arguments.of("linkup:search", "", Map.of(), "q"),
                Arguments.of("linkup:search", "  \n", Map.of(), "q"),
                Arguments.of("linkup:search", null, Map.of(), "q"),
                Arguments.of("linkup:research", " ", Map.of(), "q"),
                Arguments.of("linkup:tasks?mode=single&type=search", "", Map.of(), "q"),
                Arguments.of("linkup:fetch", null, Map.of(), "url"),
                Arguments.of("linkup:fetch", "/manual", Map.of(), "url"),
                Arguments.of("linkup:fetch", "file:///etc/passwd", Map.of(), "url"),
                Arguments.of("linkup:fetch", "https://a.org", Map.of("CamelLinkupSchema", "[]"), "schema: must be"),
                Arguments.of(
                        "linkup:fetch", "https://a.org", Map.of("CamelLinkupSchema", "no JSON"), "schema: must be"),
                Arguments.of(
                        "linkup:fetch",
                        "https://a.org",
                        Map.of("CamelLinkupSchema", "{}"),
                        "schema: must be a JSON Schema"),
                Arguments.of(
                        "linkup:fetch",
                        "https://a.org",
                        Map.of("CamelLinkupInstructions", "Be brief"),
                        "instructions: is only for a fetch with a schema"),
                Arguments.of(
                        "linkup:tasks?type=fetch&instructions=x",
                        List.of("https://a.org"),
                        Map.of(),
                        "request 1, instructions: is only for a fetch with a schema"),
                Arguments.of(
                        "linkup:fetch?schema=classpath:schemas/company.json",
                        "https://a.org",
                        Map.of("CamelLinkupInstructions", "x".repeat(4001)),
                        "instructions: takes at most 4000 characters, but it has 4001"),
                Arguments.of("linkup:search", "a", Map.of("CamelLinkupDepth", "abyss"), "depth"),
                Arguments.of("linkup:search", "a", Map.of("CamelLinkupOutputType", "poem"), "outputType"),
                Arguments.of("linkup:research", "a", Map.of("CamelLinkupOutputType", "searchResults"), "outputType"),
                Arguments.of("linkup:search?outputType=structured", "a", Map.of(), "structuredOutputSchema"),
                Arguments.of(
                        "linkup:search",
                        "a",
                        Map.of("CamelLinkupStructuredOutputSchema", "[]"),
                        "structuredOutputSchema"),
                Arguments.of(
                        "linkup:search",
                        "a",
                        Map.of("CamelLinkupStructuredOutputSchema", "no JSON"),
                        "structuredOutputSchema"),
                Arguments.of("linkup:search", "a", Map.of("CamelLinkupMaxResults", 0), "maxResults"),
                Arguments.of("linkup:search", "a", Map.of("CamelLinkupMaxResults", "many"), "maxResults"),
                Arguments.of("linkup:search", "a", Map.of("CamelLinkupIncludeImages", "perhaps"), "includeImages"),
                Arguments.of("linkup:search", "a", Map.of("CamelLinkupIncludeDomains", DOMAINS_101), "includeDomains"),
                Arguments.of(
                        "linkup:search",
                        "a",
                        Map.of("CamelLinkupFromDate", "2026-02-01", "CamelLinkupToDate", "2026-01-01"),
                        "fromDate"),
                Arguments.of("linkup:search", "a", Map.of("CamelLinkupFromDate", "1969-12-31"), "fromDate"),
                Arguments.of("linkup:search", "a", Map.of("CamelLinkupToDate", "yesterday"), "toDate"),
                Arguments.of("linkup:search", Map.of("q", "a", "dept", "deep"), Map.of(), "dept"),
                Arguments.of("linkup:search", Map.of("q", "a", "apiKey", "x"), Map.of(), "apiKey"),
                Arguments.of("linkup:search", new Object(), Map.of(), "body"),
                Arguments.of("linkup:search", "no JSON".getBytes(), Map.of(), "body"),
                Arguments.of("linkup:search", "a", Map.of("CamelLinkupApiKey", "x"), "CamelLinkupApiKey"),
                Arguments.of("linkup:search", "a", Map.of("CamelLinkupBaseUrl", "http://x"), "CamelLinkupBaseUrl"),
                Arguments.of("linkup:credits", null, Map.of("CamelLinkupBaseUrl", "http://x"), "CamelLinkupBaseUrl"),
                Arguments.of("linkup:tasks", List.of(), Map.of(), "empty batch"),
                Arguments.of("linkup:tasks", "[]", Map.of(), "empty batch"),
                Arguments.of("linkup:tasks", JsonNodeFactory.instance.arrayNode(), Map.of(), "empty batch"),
                Arguments.of("linkup:tasks", Collections.emptyIterator(), Map.of(), "empty batch"),
                Arguments.of("linkup:tasks", null, Map.of(), "body"),
                Arguments.of("linkup:tasks", "a question", Map.of(), "body"),
                Arguments.of("linkup:tasks", "{\"q\":\"a\"}", Map.of(), "not a JSON array"),
                Arguments.of("linkup:tasks?type=search", "[\"a\", \"b\", ", Map.of(), "after request 2"),
                Arguments.of("linkup:tasks?type=search", "[\"a\", b]".getBytes(), Map.of(), "after request 1"),
                Arguments.of("linkup:tasks", List.of("a question"), Map.of(), "type"),
                Arguments.of("linkup:tasks?mode=single", "a question", Map.of(), "type"),
                Arguments.of("linkup:tasks", List.of(Map.of("type", "swim", "q", "a")), Map.of(), "type"),
                Arguments.of(
                        "linkup:tasks",
                        List.of(Map.of("type", "search", "input", Map.of("q", "a"), "depth", "deep")),
                        Map.of(),
                        "depth"),
                Arguments.of("linkup:tasks?mode=get", null, Map.of(), "taskId"),
                Arguments.of("linkup:tasks?mode=get", "../credits/balance", Map.of(), "taskId"),
                Arguments.of("linkup:tasks?mode=get", "a\nb", Map.of(), "taskId"),
                Arguments.of("linkup:tasks?mode=get", null, Map.of("CamelLinkupTaskId", "a\r\nX: y"), "taskId"),
                Arguments.of("linkup:research?mode=get", null, Map.of("CamelLinkupTaskId", "a?b=c"), "taskId"),
                Arguments.of("linkup:tasks?mode=list", null, Map.of("CamelLinkupPage", 0), "page"),
                Arguments.of("linkup:tasks?mode=list", null, Map.of("CamelLinkupPageSize", 101), "pageSize"),
                Arguments.of("linkup:tasks?mode=list", null, Map.of("CamelLinkupStatuses", "lost"), "statuses"));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("badMessages")
    void aBadMessageIsRefused(String uri, Object body, Map<String, Object> headers, String named) {
        Exchange exchange = template.request(uri, e -> {
            e.getIn().setBody(body);
            e.getIn().setHeaders(new java.util.HashMap<>(headers));
        });

        assertThat(exchange.getException())
                .isInstanceOf(LinkupInvalidRequestException.class)
                .hasMessageContaining(named);
    }

    @Test
    void aBadRequestInABatchIsNamedByItsPosition() {
        List<Object> batch = new ArrayList<>(Collections.nCopies(250, "a question"));
        batch.set(56, " ");

        for (Object body : Arrays.asList(batch, batch.iterator(), batch.toArray(), batch.stream())) {
            Exchange exchange = template.request("linkup:tasks?type=search&maxConcurrentBatches=1", e -> e.getIn()
                    .setBody(body));
            assertThat(exchange.getException())
                    .isInstanceOf(LinkupInvalidRequestException.class)
                    .hasMessageContaining("request 57")
                    .hasMessageContaining("q");
        }
    }

    @Test
    void aBadRequestLateInAListIsSeenBeforeTheFirstIsSent() {
        List<Object> batch = new ArrayList<>(Collections.nCopies(250, "a question"));
        batch.set(249, Map.of("q", "a", "maxResults", 0));

        Exchange exchange =
                template.request("linkup:tasks?type=search", e -> e.getIn().setBody(batch));

        assertThat(exchange.getException()).hasMessageContaining("request 250").hasMessageContaining("maxResults");
    }

    @Test
    void whatTheRepositoryCannotKeepIsSeenBeforeTheFirstIsSentToo() {
        LinkupComponent component = context.getComponent("linkup", LinkupComponent.class);
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:bad-input;DB_CLOSE_DELAY=-1");
        component.setTaskRepository(new JdbcTaskRepository(database));
        List<Object> batch = new ArrayList<>(Collections.nCopies(250, "a question"));
        batch.set(249, Map.of("q", "a", "reference", "crm\0"));

        Exchange exchange =
                template.request("linkup:tasks?type=search", e -> e.getIn().setBody(batch));

        assertThat(exchange.getException()).hasMessageContaining("request 250").hasMessageContaining("reference");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CamelHttpUri",
                "camelExecCommandExecutable",
                "org.apache.camel.x",
                "Authorization",
                "cookie",
                "X-Forwarded-Host",
                "JMSReplyTo",
                "breadcrumbId"
            })
    void aRequestSteersNoOtherComponentByItsHeaders(String header) {
        Map<String, Object> map = Map.of("q", "a", "headers", Map.of(header, "x"));
        String text = "[{\"q\":\"a\",\"headers\":{\"" + header + "\":\"x\"}}]";

        for (Object body : List.of(map, text)) {
            Exchange exchange = template.request(
                    "linkup:tasks?type=search&keepHeaders=*", e -> e.getIn().setBody(body));
            assertThat(exchange.getException())
                    .isInstanceOf(LinkupInvalidRequestException.class)
                    .hasMessageContaining("headers." + header + ": is not allowed");
        }
    }

    @Test
    void aRequestBringsOnlyHeadersThatTheRouteKeeps() {
        Exchange exchange = template.request("linkup:tasks?type=search&keepHeaders=crm*", e -> e.getIn()
                .setBody("[{\"q\":\"a\",\"headers\":{\"crmId\":1,\"owner\":\"Ann\"}}]"));

        assertThat(exchange.getException())
                .hasMessageContaining("headers.owner: is not a header to keep: add it to the option keepHeaders");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"a\",\"b\"] x", "[\"a\"][\"b\"]", "[\"a\"],", "[\"a\"]]"})
    void whatFollowsABatchIsRefusedAndNothingIsSent(String batch) {
        for (Object body : List.of(batch, batch.getBytes())) {
            Exchange exchange =
                    template.request("linkup:tasks?type=search", e -> e.getIn().setBody(body));
            assertThat(exchange.getException())
                    .isInstanceOf(LinkupInvalidRequestException.class)
                    .hasMessageContaining("must be one JSON array, but more follows after its end");
        }
    }

    @Test
    void whatFollowsARequestInJsonIsRefused() {
        for (String uri : List.of("linkup:search", "linkup:tasks?type=search&mode=single")) {
            Exchange exchange = template.request(uri, e -> e.getIn().setBody("{\"q\":\"a\"} {\"q\":\"b\"}".getBytes()));
            assertThat(exchange.getException()).hasMessageContaining("must be a JSON object");
        }
    }

    @Test
    void aListForOneRequestIsToldWhereItBelongs() {
        for (String uri : List.of("linkup:search", "linkup:tasks?type=search&mode=single", "linkup:research")) {
            for (Object body :
                    List.of(List.of("a"), new String[] {"a"}, Stream.of("a"), json("[\"a\"]"), "[\"a\"]".getBytes())) {
                Exchange exchange = template.request(uri, e -> e.getIn().setBody(body));
                assertThat(exchange.getException())
                        .hasMessageContaining(
                                "body: is a list, but one request is wanted: send the list to linkup:tasks"
                                        + " with mode=batch, or split it");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "linkup:search, 'q: is missing: put the question into the body, the header CamelLinkupQ or the option q'",
        "linkup:research, 'q: is missing: put the question into the body, the header CamelLinkupQ or the option q'",
        "linkup:fetch, 'url: is missing: put the URL into the body, the header CamelLinkupUrl or the option url'"
    })
    void anEmptyMessageIsToldWhereToPutTheQuestion(String uri, String message) {
        for (Object body : Arrays.asList(null, Map.of())) {
            assertThat(template.request(uri, e -> e.getIn().setBody(body)).getException())
                    .hasMessageContaining(message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00a0", "\u200b", "\u001a", "\ufeff \u2007\u202f\u2060\t", "\u0000"})
    void whatHasNothingToReadIsBlank(String blank) {
        for (String uri : List.of("linkup:search", "linkup:research", "linkup:tasks?mode=single&type=search")) {
            assertThat(template.request(uri, e -> e.getIn().setBody(blank)).getException())
                    .hasMessageContaining("q: is required");
        }
        assertThat(template.request("linkup:fetch", e -> e.getIn().setBody(blank))
                        .getException())
                .hasMessageContaining("url: is required");
        assertThat(template.request("linkup:tasks?type=search", e -> e.getIn().setBody(List.of("a", blank)))
                        .getException())
                .hasMessageContaining("request 2, body: is empty");
        assertThat(template.request("linkup:search", e -> e.getIn()
                                .setBody(Map.of("q", "a", "includeDomains", List.of("a.org", blank))))
                        .getException())
                .hasMessageContaining("includeDomains");
    }

    @Test
    void anUnknownFieldOfATaskIsToldWhatATaskHas() {
        Exchange exchange = template.request(
                "linkup:tasks?type=search", e -> e.getIn().setBody(List.of("a", Map.of("q", "b", "refrence", "ACME"))));

        assertThat(exchange.getException())
                .hasMessageContaining(
                        "request 2, refrence: is not a field of a search task: it has type, reference, headers,"
                                + " and depth, excludeDomains");
    }

    @Test
    void aStreamThatWasUsedIsRefused() {
        Stream<String> used = Stream.of("a");
        used.toList();

        Exchange exchange =
                template.request("linkup:tasks?type=search", e -> e.getIn().setBody(used));

        assertThat(exchange.getException())
                .isInstanceOf(LinkupInvalidRequestException.class)
                .hasMessageContaining("is a Stream that was used or closed before");
    }

    @Test
    void aMapThatContainsItselfIsRefused() {
        Map<String, Object> schema = new HashMap<>(Map.of("type", "object"));
        schema.put("properties", schema);
        for (Map<String, Object> body : List.of(
                Map.<String, Object>of("q", "a", "outputType", "structured", "structuredOutputSchema", schema),
                Map.<String, Object>of("q", schema),
                schema)) {
            for (String uri : List.of("linkup:search", "linkup:tasks?type=search")) {
                Exchange exchange = template.request(uri, e -> e.getIn().setBody(body));
                assertThat(exchange.getException()).isInstanceOf(LinkupInvalidRequestException.class);
            }
        }
    }
}

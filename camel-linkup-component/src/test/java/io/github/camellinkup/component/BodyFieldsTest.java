package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.test.Operation;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bodyFields}: what a body from outside may decide. */
class BodyFieldsTest extends LinkupTestSupport {

    private Exchange send(String uri, Object body) {
        return template.request(uri, exchange -> exchange.getMessage().setBody(body));
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "linkup:search?depth=fast&bodyFields=question    | {'q':'a','depth':'deep'}            | depth",
                "linkup:search?maxResults=3&bodyFields=question  | {'query':'a','maxResults':100000}   | maxResults",
                "linkup:fetch?bodyFields=question                | {'url':'http://a.org','renderJs':true} | renderJs",
                "linkup:research?bodyFields=question             | {'q':'a','reasoningDepth':'XL'}     | reasoningDepth",
                "linkup:research?mode=await&bodyFields=input     | {'q':'a','reference':'of another'}  | reference",
                "linkup:tasks?type=search&bodyFields=question    | [{'q':'a'},{'q':'b','depth':'deep'}] | depth",
                "linkup:tasks?type=search&bodyFields=question    | [{'type':'search','input':{'q':'b','depth':'deep'}}] | depth",
                "linkup:tasks?type=search&bodyFields=input       | [{'type':'research','input':{'q':'a'}}] | type",
                "linkup:tasks?type=search&bodyFields=input       | [{'q':'a','reference':'of another'}] | reference",
                "linkup:tasks?type=search&bodyFields=input&keepHeaders=* | [{'q':'a','headers':{'x':'y'}}] | headers",
                "linkup:tasks?type=search&mode=single&bodyFields=input   | {'type':'research','input':{'q':'a'}} | type"
            })
    void whatTheRouteDecidesIsRefusedAndNothingIsSent(String uri, String json, String field) {
        Exchange exchange = send(uri, bytes(json));

        assertThat(exchange.getException())
                .isInstanceOf(LinkupInvalidRequestException.class)
                .hasMessageContaining(field + ": cannot be set by the body, because the option bodyFields is");
        assertThat(standIn().count()).isZero();
    }

    @Test
    void aTypeThatNobodyMayNameInTheBodyIsMissing() {
        assertThat(send("linkup:tasks?mode=single&bodyFields=input", bytes("{'type':'search','q':'a'}"))
                        .getException())
                .hasMessageContaining("type: is missing: set option type to search, fetch or research, or the header"
                        + " CamelLinkupType");
    }

    @Test
    void aMapIsRestrictedToo() {
        assertThat(send("linkup:search?bodyFields=question", Map.of("q", "a", "depth", "deep"))
                        .getException())
                .hasMessageContaining("depth: cannot be set by the body");
    }

    @Test
    void whatIsAllowedIsSent() {
        send("linkup:search?depth=fast&maxResults=3&bodyFields=question", bytes("{'q':'one'}"));
        send("linkup:search?depth=fast&bodyFields=input", bytes("{'q':'two','maxResults':4}"));
        send("linkup:search?depth=fast", bytes("{'q':'three','depth':'deep'}"));

        assertThat(standIn().received(Operation.SEARCH))
                .extracting(call -> call.json().path("q").asText() + " "
                        + call.json().path("depth").asText() + " "
                        + call.json().path("maxResults").asText())
                .containsExactly("one fast 3", "two fast 4", "three deep ");
    }

    @Test
    void theTypeOfTheRouteMayBeNamedInABatch() {
        String batch = "[{'type':'search','input':{'q':'a'}},{'q':'b'},'c']";

        assertThat(send("linkup:tasks?type=search&bodyFields=question", bytes(batch))
                        .getException())
                .isNull();

        assertThat(onlyCall(Operation.TASKS_CREATE).json())
                .extracting(task -> task.at("/input/q"))
                .extracting(JsonNode::asText)
                .containsExactly("a", "b", "c");
    }

    @Test
    void typedRequestsAreMadeByTheRouteItself() {
        SearchRequest search = SearchRequest.builder()
                .q("a")
                .set("depth", "deep")
                .set("outputType", "searchResults")
                .build();

        assertThat(send("linkup:search?depth=fast&bodyFields=question", search).getException())
                .isNull();
        assertThat(send(
                                "linkup:tasks?type=fetch&bodyFields=question",
                                List.of(new TaskRequest(search, "mine", Map.of("crmId", 1))))
                        .getException())
                .isNull();

        assertThat(onlyCall(Operation.SEARCH).json().path("depth").asText()).isEqualTo("deep");
        assertThat(onlyCall(Operation.TASKS_CREATE).json().at("/0/type").asText())
                .isEqualTo("search");
    }
}

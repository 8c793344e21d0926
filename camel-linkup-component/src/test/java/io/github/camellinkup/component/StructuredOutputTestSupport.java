package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camellinkup.test.Operation;
import io.github.camellinkup.test.ReceivedCall;
import java.util.List;
import org.apache.camel.Exchange;

/** For tests that ask for an instance of a class. */
abstract class StructuredOutputTestSupport extends LinkupTestSupport {

    Exchange ask(String options) {
        return template.request(
                "linkup:search?" + options, exchange -> exchange.getIn().setBody("camel"));
    }

    JsonNode sentSchema() {
        JsonNode sent = onlyCall(Operation.SEARCH).json();
        assertThat(sent.path("outputType").asText()).isEqualTo("structured");
        assertThat(sent.path("structuredOutputSchema").isTextual()).isTrue();
        return json(sent.path("structuredOutputSchema").textValue());
    }

    JsonNode schema(String options) {
        ask(options);
        List<ReceivedCall> calls = standIn().received(Operation.SEARCH);
        return json(calls.get(calls.size() - 1)
                .json()
                .path("structuredOutputSchema")
                .textValue());
    }
}

package io.github.camellinkup.engine.spend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.RequestBuilder;
import io.github.camellinkup.client.model.RequestWriter;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceListTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final PriceList prices = PriceList.ofLinkup();

    private static LinkupRequest request(String type, String fields) throws Exception {
        JsonNode input = MAPPER.readTree(fields.replace('\'', '"'));
        RequestBuilder<?, ?> builder =
                switch (type) {
                    case "search" -> SearchRequest.builder();
                    case "fetch" -> FetchRequest.builder();
                    default -> ResearchRequest.builder();
                };
        builder.sendUnknownFields();
        input.properties().forEach(field -> builder.set(field.getKey(), field.getValue()));
        return (LinkupRequest) builder.build();
    }

    private static Task task(String type, String status, String input) throws Exception {
        String error = status.equals("failed") ? "\"no luck\"" : "null";
        return TaskReader.task(("{\"id\":\"1\",\"type\":\"" + type + "\",\"status\":\"" + status + "\",\"error\":"
                        + error + ",\"input\":" + input + "}")
                .getBytes(StandardCharsets.UTF_8));
    }

    /** A request, and the task that Linkup makes of it, cost the same. What the list does not name costs the most. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "search   | {'q':'a','depth':'flash','outputType':'searchResults'}              | 0.005",
                "search   | {'q':'a','depth':'standard','outputType':'sourcedAnswer'}           | 0.006",
                "search   | {'q':'a','depth':'deep','outputType':'searchResults'}               | 0.05",
                "search   | {'q':'a','depth':'deep','outputType':'sourcedAnswer'}               | 0.055",
                "search   | {'q':'a','depth':'abyss','outputType':'sourcedAnswer'}              | 0.055",
                "search   | {'q':'a','depth':'flash','outputType':'poem'}                       | 0.055",
                "fetch    | {'url':'https://a.org'}                                            | 0.001",
                "fetch    | {'url':'https://a.org','renderJs':true}                            | 0.01",
                "fetch    | {'url':'https://a.org','mode':'pro'}                               | 0.01",
                "fetch    | {'url':'https://a.org','mode':'odd'}                               | 0.01",
                "fetch    | {'url':'https://a.org','schema':{'type':'object'}}                 | 0.002",
                "research | {'q':'a','outputType':'sourcedAnswer'}                             | 1.50",
                "research | {'q':'a','outputType':'sourcedAnswer','reasoningDepth':'S'}        | 0.25",
                "research | {'q':'a','outputType':'sourcedAnswer','reasoningDepth':'XXL'}      | 2.50",
            })
    void aRequestAndItsTaskCostTheSame(String type, String input, String dollars) throws Exception {
        LinkupRequest request = request(type, input);
        String echo = new String(RequestWriter.write(request), StandardCharsets.UTF_8);

        assertThat(prices.priceOf(request)).isEqualByComparingTo(dollars);
        assertThat(prices.priceOf(task(type, "completed", echo)).orElseThrow()).isEqualByComparingTo(dollars);
        assertThat(prices.priceOf(task(type, "failed", echo)).orElseThrow()).isEqualByComparingTo("0");
    }

    @Test
    void anEchoWithNullsCostsWhatTheDefaultsCost() throws Exception {
        Task task = task(
                "fetch", "completed", "{\"url\":\"https://a.org\",\"mode\":null,\"renderJs\":null,\"schema\":null}");

        assertThat(prices.priceOf(task).orElseThrow()).isEqualByComparingTo("0.001");
    }

    @Test
    void whatATaskOfAnUnknownTypeCostsIsNotKnown() throws Exception {
        assertThat(prices.priceOf(task("video", "completed", "{}"))).isEqualTo(Optional.empty());
        assertThat(prices.priceOf(task("search", "completed", "null"))).isEqualTo(Optional.empty());
    }

    @Test
    void theListTellsItsDate() {
        assertThat(prices.date()).isEqualTo("2026-08");
    }
}

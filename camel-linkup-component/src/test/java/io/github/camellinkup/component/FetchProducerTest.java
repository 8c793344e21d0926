package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.CreditBalance;
import io.github.camellinkup.client.model.FetchedPage;
import io.github.camellinkup.test.Operation;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URL;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

class FetchProducerTest extends LinkupTestSupport {

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
    void answersTheCreditsThatAreLeft() {
        standIn().setCredits(new BigDecimal("123.456"));

        Exchange exchange = template.request("linkup:credits", e -> {});

        assertThat(exchange.getMessage().getBody(CreditBalance.class).balance()).isEqualByComparingTo("123.456");
        assertThat(exchange.getMessage().getBody(BigDecimal.class)).isEqualByComparingTo("123.456");
    }
}

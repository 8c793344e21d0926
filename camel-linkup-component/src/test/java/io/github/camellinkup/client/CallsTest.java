package io.github.camellinkup.client;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.github.camellinkup.client.ClientExtension.KEY;
import static io.github.camellinkup.client.ClientExtension.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camellinkup.client.model.CreditBalance;
import io.github.camellinkup.client.model.Depth;
import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.FetchedImage;
import io.github.camellinkup.client.model.FetchedPage;
import io.github.camellinkup.client.model.OutputType;
import io.github.camellinkup.client.model.SearchAnswer;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.SearchResult;
import io.github.camellinkup.client.model.SearchResults;
import io.github.camellinkup.client.model.Source;
import io.github.camellinkup.client.model.SourcedAnswer;
import io.github.camellinkup.client.model.StructuredAnswer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches, fetches and the balance: what is sent, and what comes back. */
class CallsTest {

    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"answer\":{\"type\":\"string\"}}}";

    @RegisterExtension
    final ClientExtension api = new ClientExtension();

    @Test
    void searchSendsExactlyTheFieldsThatAreSet() {
        api.server().stubFor(post("/v1/search").willReturn(okJson("{\"answer\":\"42\",\"sources\":[]}")));

        get(api.client()
                .search(SearchRequest.builder()
                        .q("What is Linkup?")
                        .depth(Depth.DEEP)
                        .set("includeImages", false)
                        .build()));

        api.server()
                .verify(
                        postRequestedFor(urlEqualTo("/v1/search"))
                                .withHeader("Authorization", equalTo("Bearer " + KEY))
                                .withHeader("Content-Type", equalTo("application/json"))
                                .withHeader("User-Agent", equalTo("camel-linkup/development"))
                                .withRequestBody(
                                        equalToJson(
                                                "{\"q\":\"What is Linkup?\",\"depth\":\"deep\",\"outputType\":\"sourcedAnswer\",\"includeImages\":false}")));
    }

    @Test
    void keyTravelsBareInAnotherHeaderAndThenThereIsNoAuthorization() {
        api.server().stubFor(get("/v1/credits/balance").willReturn(okJson("{\"balance\":1}")));

        get(api.client(api.settings().authHeader("Ocp-Apim-Subscription-Key")).creditBalance());

        api.server()
                .verify(getRequestedFor(anyUrl())
                        .withHeader("Ocp-Apim-Subscription-Key", equalTo(KEY))
                        .withHeader("Authorization", absent()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X Key", "X-Key:", "X-Key\r\nX-Other"})
    void keyHeaderThatIsNoHeaderIsRefused(String name) {
        assertThatThrownBy(() -> api.client(api.settings().authHeader(name)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("authHeader")
                .hasMessageNotContaining(KEY);
    }

    @Test
    void searchAnswersSearchResults() {
        String json =
                "{\"results\":[{\"type\":\"text\",\"name\":\"n\",\"url\":\"u\",\"content\":\"c\",\"favicon\":\"f\",\"new\":{\"a\":[1]}},"
                        + "{\"type\":\"image\",\"name\":\"i\",\"url\":\"v\"}], \"extra\" : 1.10}";
        api.server().stubFor(post("/v1/search").willReturn(okJson(json)));

        SearchAnswer answer = get(api.client().search(search(OutputType.SEARCH_RESULTS)));

        assertThat(answer).isInstanceOfSatisfying(SearchResults.class, results -> assertThat(results.results())
                .containsExactly(
                        new SearchResult("text", "n", "u", "c", "f"), new SearchResult("image", "i", "v", null, null)));
        assertThat(answer.json()).hasToString(json);
    }

    @Test
    void searchAnswersSourcedAnswer() {
        String json = "{\"answer\":\"a\",\"sources\":[{\"name\":\"n\",\"url\":\"u\",\"snippet\":\"\"}]}";
        api.server().stubFor(post("/v1/search").willReturn(okJson(json)));

        assertThat(get(api.client().search(search(OutputType.SOURCED_ANSWER))))
                .isInstanceOfSatisfying(SourcedAnswer.class, answer -> {
                    assertThat(answer.answer()).isEqualTo("a");
                    assertThat(answer.sources()).containsExactly(new Source("n", "u", "", null));
                });
    }

    @Test
    void requestDecidesTheKindOfAnswerAndNotItsShape() {
        api.server().stubFor(post("/v1/search").willReturn(okJson("{\"answer\":\"a\",\"results\":[1],\"n\":1.10}")));

        assertThat(get(api.client()
                        .search(SearchRequest.builder()
                                .q("q")
                                .set("structuredOutputSchema", SCHEMA)
                                .build())))
                .isInstanceOfSatisfying(StructuredAnswer.class, answer -> {
                    assertThat(answer).containsEntry("answer", "a").containsEntry("results", List.of(1));
                    assertThat(answer.json()).hasToString("{\"answer\":\"a\",\"results\":[1],\"n\":1.10}");
                    assertThat(answer.data().path("n").decimalValue()).isEqualTo("1.10");
                    assertThat(answer.sources()).isEmpty();
                });
    }

    @Test
    void structuredAnswerWithSourcesKeepsDataAndSourcesApart() {
        api.server()
                .stubFor(post("/v1/search")
                        .willReturn(okJson(
                                "{\"data\":{\"answer\":\"a\"},\"sources\":[{\"type\":\"text\",\"name\":\"n\"}]}")));

        SearchRequest request = SearchRequest.builder()
                .q("q")
                .set("structuredOutputSchema", SCHEMA)
                .set("includeSources", true)
                .build();

        assertThat(get(api.client().search(request))).isInstanceOfSatisfying(StructuredAnswer.class, answer -> {
            assertThat(answer.data().path("answer").asText()).isEqualTo("a");
            assertThat(answer.sources()).containsExactly(new SearchResult("text", "n", null, null, null));
        });
    }

    @Test
    void fetchAnswersPageWhereWhatWasAskedForMayBeAbsent() {
        api.server()
                .stubFor(post("/v1/fetch")
                        .willReturn(okJson("{\"markdown\":\"# A\",\"images\":[{\"alt\":\"x\",\"url\":\"y\"}]}")));

        FetchedPage page = get(api.client()
                .fetch(FetchRequest.builder().url("https://example.com/a").build()));

        assertThat(page.markdown()).isEqualTo("# A");
        assertThat(page.rawContent()).isNull();
        assertThat(page.images()).containsExactly(new FetchedImage("x", "y"));
        api.server()
                .verify(postRequestedFor(urlEqualTo("/v1/fetch"))
                        .withRequestBody(equalTo("{\"url\":\"https://example.com/a\"}")));
    }

    @Test
    void missingListsAreEmpty() {
        api.server().stubFor(post("/v1/search").willReturn(okJson("{}")));
        api.server().stubFor(post("/v1/fetch").willReturn(okJson("{\"images\":null}")));

        assertThat(get(api.client().search(search(OutputType.SEARCH_RESULTS))))
                .isInstanceOfSatisfying(SearchResults.class, answer -> assertThat(answer.results())
                        .isEmpty());
        assertThat(get(api.client().search(search(OutputType.SOURCED_ANSWER))))
                .isInstanceOfSatisfying(SourcedAnswer.class, answer -> assertThat(answer.sources())
                        .isEmpty());
        assertThat(get(api.client()
                                .fetch(FetchRequest.builder().url("http://a.b").build()))
                        .images())
                .isEmpty();
    }

    @Test
    void creditBalanceKeepsItsDigits() {
        api.server().stubFor(get("/v1/credits/balance").willReturn(okJson("{\"balance\": 123.4560}")));

        CreditBalance balance = get(api.client().creditBalance());

        assertThat(balance.balance()).isEqualTo("123.4560");
    }

    @Test
    void baseUrlMayHaveAPathOfItsOwn() {
        api.server().stubFor(get("/gate/way/v1/credits/balance").willReturn(okJson("{\"balance\":1}")));

        get(api.client(api.settings().baseUrl("http://localhost:" + api.server().port() + "/gate/way/v1/"))
                .creditBalance());

        api.server().verify(getRequestedFor(urlEqualTo("/gate/way/v1/credits/balance")));
    }

    private static SearchRequest search(OutputType outputType) {
        return SearchRequest.builder().q("q").outputType(outputType).build();
    }
}

package io.github.camellinkup.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static io.github.camellinkup.client.ClientExtension.KEY;
import static io.github.camellinkup.client.ClientExtension.failure;
import static io.github.camellinkup.client.ClientExtension.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Fault;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.exception.LinkupUnreadableAnswerException;
import io.github.camellinkup.client.model.OutputType;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.TaskQuery;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnreadableAnswersTest {

    private static final SearchRequest SEARCH = SearchRequest.builder().q("q").build();

    @RegisterExtension
    final ClientExtension api = new ClientExtension();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"a\"",
                "7",
                "{",
                "{\"answer\":\"a",
                "{\"answer\":\"a\"",
                "{\"answer\":\"a\"}}",
                "{} {}",
                "{\"sources\":{}}",
                "{\"sources\":[}",
                "<html></html>",
                "{\"answer\":\"\\x\"}"
            })
    void answerThatIsNotAWholeObjectFailsWithWhatCame(String body) {
        answer(body);

        LinkupException failure = failure(api.client().search(SEARCH));

        assertThat(failure)
                .isExactlyInstanceOf(LinkupUnreadableAnswerException.class)
                .hasMessageContaining("POST /v1/search cannot be read")
                .hasMessageContaining("application/json")
                .hasMessageContaining(body.strip())
                .hasMessageContaining("HTTP 200")
                .hasNoCause();
        assertThat(failure.isRetryable()).isFalse();
        assertThat(failure.isCertainlyNotProcessed()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(OutputType.class)
    void deepNestingIsRefusedAndDoesNotExhaustTheStack(OutputType outputType) {
        answer("{\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");
        SearchRequest request = SearchRequest.builder()
                .q("q")
                .outputType(outputType)
                .set("structuredOutputSchema", "{\"type\":\"object\"}")
                .build();

        assertThat(failure(api.client().search(request)))
                .isExactlyInstanceOf(LinkupUnreadableAnswerException.class)
                .hasMessageContaining("1000");
    }

    @Test
    void nestingThatIsNotTooDeepIsTaken() {
        answer("{\"x\":" + "[".repeat(999) + "]".repeat(999) + "}");

        assertThat(get(api.client().search(SEARCH)).json().length()).isEqualTo(5 + 2 * 999 + 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[{\"id\":\"1\"}]",
                "[{\"id\":\"1\"},{\"id\":\"2\"},{\"id\":\"3\"}]",
                "{\"id\":\"1\"}",
                "[{\"id\":\"1\"},7]",
                "[{\"id\":\"1\"},{}]",
                "[{\"id\":\"1\"},{\"id\":null}]",
                "[{\"id\":\"1\"},{\"id\":\" \"}]",
                "[{\"id\":\"1\"},{\"id\":\"1\",\"type\":\"search\"}]"
            })
    void createdTasksThatDoNotMatchThoseSentLeaveTheOutcomeUncertain(String body) {
        answer(body);

        LinkupException failure = failure(api.client().createTasks(List.of(SEARCH, SEARCH)));

        assertThat(failure)
                .isExactlyInstanceOf(LinkupUnreadableAnswerException.class)
                .hasMessageContaining("POST /v1/tasks cannot be read");
        assertThat(failure.isCertainlyNotProcessed()).isFalse();
    }

    @Test
    void pageWithoutDataIsNoPage() {
        answer("{\"metadata\":{}}");

        assertThat(failure(api.client().listTasks(new TaskQuery(null, null, null, null, null, null))))
                .hasMessageContaining("data");
    }

    @Test
    void keyInAnUnreadableAnswerIsMasked() {
        answer("{\"answer\": " + KEY + "}");

        LinkupException failure = failure(api.client().search(SEARCH));

        assertThat(failure.getMessage()).contains("***").doesNotContain(KEY).doesNotContain("secret");
    }

    @Test
    void answerThatIsCutOffIsACutConnection() {
        api.server()
                .stubFor(
                        any(anyUrl()).willReturn(aResponse().withBody("{}").withFault(Fault.MALFORMED_RESPONSE_CHUNK)));

        LinkupException failure = failure(api.client().search(SEARCH));

        assertThat(failure).isExactlyInstanceOf(LinkupUnknownException.class);
        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure.isCertainlyNotProcessed()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE", "RANDOM_DATA_THEN_CLOSE"})
    void connectionThatIsCutAfterTheRequestLeavesTheOutcomeUncertain(Fault fault) {
        api.server().stubFor(any(anyUrl()).willReturn(aResponse().withFault(fault)));

        LinkupException failure = failure(api.client().createTasks(List.of(SEARCH)));

        assertThat(failure).isExactlyInstanceOf(LinkupUnknownException.class);
        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure.isCertainlyNotProcessed()).isFalse();
    }

    private void answer(String body) {
        api.server()
                .stubFor(any(anyUrl())
                        .willReturn(aResponse()
                                .withHeader("Content-Type", "application/json")
                                .withBody(body)));
    }
}

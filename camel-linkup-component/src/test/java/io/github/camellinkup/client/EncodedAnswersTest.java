package io.github.camellinkup.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static io.github.camellinkup.client.ClientExtension.failure;
import static io.github.camellinkup.client.ClientExtension.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.SourcedAnswer;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import java.nio.charset.Charset;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An answer in another encoding than UTF-8 is the same answer, also as text. */
class EncodedAnswersTest {

    private static final String ANSWER = "{\"answer\":\"Café 駱駝\",\"sources\":[]}";

    @RegisterExtension
    final ClientExtension api = new ClientExtension();

    static Stream<Arguments> encodings() {
        String mark = "\uFEFF";
        return Stream.of(
                Arguments.of("application/json", "UTF-8", ""),
                Arguments.of("application/json", "UTF-8", mark),
                Arguments.of("application/json; charset=utf-8", "UTF-8", mark),
                Arguments.of("application/json; charset=utf-16", "UTF-16BE", mark),
                Arguments.of("application/json; charset=utf-16", "UTF-16LE", mark),
                Arguments.of("application/json; charset=utf-16le", "UTF-16LE", ""),
                Arguments.of("application/json; charset=UTF-16BE", "UTF-16BE", ""),
                Arguments.of("application/json", "UTF-16LE", mark),
                Arguments.of("application/json", "UTF-16BE", mark),
                Arguments.of("application/json", "UTF-16LE", ""),
                Arguments.of("application/json", "UTF-16BE", ""),
                // Servers that say nothing right send UTF-8.
                Arguments.of("application/json; charset=iso-8859-1", "UTF-8", ""),
                Arguments.of("application/json; charset=klingon", "UTF-8", ""),
                Arguments.of("application/json; charset=gb18030", "GB18030", ""));
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void answerIsTheSameAsTextAndAsJson(String contentType, String charset, String mark) {
        answer(200, contentType, (mark + ANSWER).getBytes(Charset.forName(charset)));

        SourcedAnswer answer = (SourcedAnswer)
                get(api.client().search(SearchRequest.builder().q("q").build()));

        assertThat(answer.answer()).isEqualTo("Café 駱駝");
        assertThat(answer.json().toString()).isEqualTo(ANSWER);
        assertThat(answer.json().toTree().path("answer").asText()).isEqualTo("Café 駱駝");
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void outputOfATaskInAPageIsItsOwnText(String contentType, String charset, String mark) {
        String page =
                "{\"data\":[{\"id\":\"駱\",\"type\":\"search\",\"status\":\"completed\",\"output\":" + ANSWER + "}]}";
        answer(200, contentType, (mark + page).getBytes(Charset.forName(charset)));

        TaskPage answer = get(api.client().listTasks(new TaskQuery(null, null, null, null, null, null)));

        assertThat(answer.tasks().get(0).output().toString()).isEqualTo(ANSWER);
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void errorIsReadToo(String contentType, String charset, String mark) {
        String error = "{\"error\":{\"code\":\"VALIDATION_ERROR\",\"message\":\"Kein 駱駝\"}}";
        answer(400, contentType, (mark + error).getBytes(Charset.forName(charset)));

        assertThat(failure(api.client().search(SearchRequest.builder().q("q").build())))
                .isExactlyInstanceOf(LinkupInvalidRequestException.class)
                .hasMessageContaining("Linkup says: Kein 駱駝");
    }

    private void answer(int status, String contentType, byte[] body) {
        api.server()
                .stubFor(any(anyUrl())
                        .willReturn(aResponse()
                                .withStatus(status)
                                .withHeader("Content-Type", contentType)
                                .withBody(body)));
    }
}

package io.github.camellinkup.client;

import static io.github.camellinkup.client.ClientExtension.failure;
import static io.github.camellinkup.client.ClientExtension.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupUnreadableAnswerException;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers whose head never ends. Their calls fail before they use up the memory, and the next call works. */
class AnswerHeadLimitsTest {

    @RegisterExtension
    final ClientExtension api = new ClientExtension();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            header          | HTTP/1.1 200 OK~X-Header:                                     | x
            header count    | HTTP/1.1 200 OK~                                              | X-Header: x~
            folded header   | HTTP/1.1 200 OK~X-Header: x~                                  | ' x~'
            status line     | 'HTTP/1.1 200 '                                               | x
            empty lines     | ~                                                             | ~
            chunk extension | HTTP/1.1 200 OK~Transfer-Encoding: chunked~~2~{}~0;           | x
            trailer         | HTTP/1.1 200 OK~Transfer-Encoding: chunked~~2~{}~0~X-Trailer: | x
            trailer count   | HTTP/1.1 200 OK~Transfer-Encoding: chunked~~2~{}~0~           | X-Trailer: x~
            """)
    void aHeadWithoutAnEndFailsItsCallAndNoOther(String kind, String sent, String rest) {
        Iterator<RawServer.Answer> answers = List.of(
                        RawServer.endless(sent.replace("~", "\r\n"), rest.replace("~", "\r\n")),
                        RawServer.json("{\"balance\":7}"))
                .iterator();
        try (RawServer server = new RawServer(answers::next)) {
            HttpLinkupClient client = api.client(api.settings().baseUrl(server.baseUrl()));

            LinkupException failure = failure(client.creditBalance());

            assertThat(failure)
                    .isInstanceOf(LinkupUnreadableAnswerException.class)
                    .hasMessageContaining("cannot be read");
            assertThat(failure.isRetryable()).isFalse();
            assertThat(get(client.creditBalance()).balance()).isEqualTo("7");
        }
    }
}

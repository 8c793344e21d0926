package io.github.camellinkup.engine.sending;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.Task;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A field that is not known again is paid twice; one that is taken for another gives a task to the wrong request. */
class EchoedFieldTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
                    includeImages   | false                 |
                    includeImages   | false                 | null
                    excludeDomains  | []                    |
                    includeImages   | true                  | true
                    maxResults      | 3                     | 3.0
                    depth           | "deep"                | "DEEP"
                    outputType      | "sourcedAnswer"       | "sourcedanswer"
                    mode            | "answer"              | "Answer"
                    reasoningDepth  | "S"                   | "s"
                    fromDate        | "2026-05-18"          | "2026-05-18T00:00:00.000Z"
                    toDate          | "2026-05-18T10:00:00" | "2026-05-18T10:00:00Z"
                    toDate          | "2026-05-18T12:00:00+02:00" | "2026-05-18T10:00:00.000Z"
                    q               | "who"                 | " who "
                    includeDomains  | ["A.org","b.org"]     | ["a.org","B.org"]
                    url             | "https://Example.COM"          | "https://example.com/"
                    url             | "HTTPS://example.com:8443/A?b" | "https://Example.com:8443/A?b"
                    url             | "https://example.com?a=1#b"    | "https://example.com/?a=1#b"
                    url             | "https://example.com/a b"      | "https://example.com/a b "
                    structuredOutputSchema | "{\\"type\\":\\"object\\",\\"maximum\\":1}" | {"maximum":1.0,"type":"object"}
                    """)
    void isKnownAgainAsLinkupWritesIt(String field, String sent, String echo) throws JsonProcessingException {
        assertThat(EchoedField.same(field, json(sent), json(echo))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
                    includeImages   | true                  |
                    includeImages   | true                  | false
                    includeImages   | false                 | true
                    maxResults      | 3                     |
                    maxResults      | 3                     | 4
                    maxResults      | 3                     | "3"
                    includeDomains  | ["a.org"]             |
                    includeDomains  | ["a.org"]             | []
                    includeDomains  | ["a.org"]             | "a.org"
                    includeDomains  | ["a.org"]             | ["b.org"]
                    includeDomains  | ["a.org","b.org"]     | ["a.org"]
                    includeDomains  | ["a.org"]             | ["a.org","b.org"]
                    includeDomains  | ["a.org","b.org"]     | ["b.org","a.org"]
                    depth           | "deep"                | "fast"
                    q               | "who"                 | "Who"
                    fromDate        | "2026-05-18"          | "2026-05-19T00:00:00.000Z"
                    toDate          | "2026-05-18T10:00:00" | "2026-05-18T10:00:00+02:00"
                    toDate          | "yesterday"           | "today"
                    url             | "https://example.com/a"     | "https://example.com/A"
                    url             | "https://example.com/a?b=1" | "https://example.com/a?b=2"
                    url             | "https://example.com"       | "http://example.com/"
                    url             | "https://example.com"       | "https://example.com:8443/"
                    url             | "https://example.com/a b"   | "https://example.com/a c"
                    structuredOutputSchema | "{\\"type\\":\\"object\\"}"               | {"type":"array"}
                    structuredOutputSchema | "{\\"type\\":\\"object\\",\\"maximum\\":1}" | {"maximum":2,"type":"object"}
                    structuredOutputSchema | "{\\"type\\":"                           | {"type":"object"}
                    """)
    void isNotTakenForAnother(String field, String sent, String echo) throws JsonProcessingException {
        assertThat(EchoedField.same(field, json(sent), json(echo))).isFalse();
    }

    /** The address of a page is what requests and tasks are first compared by. */
    @Test
    void thePageOfATaskIsFoundHoweverItsAddressIsWritten() {
        FetchRequest sent = FetchRequest.builder().url("https://Example.com").build();
        Task task = FakeApi.task(
                "task", FetchRequest.builder().url("https://example.com/").build(), Instant.EPOCH);
        Task another = FakeApi.task(
                "another", FetchRequest.builder().url("https://example.com/a").build(), Instant.EPOCH);

        Task[] found = new EchoMatcher(List.of(SentInput.of(sent)), List.of(another, task), (i, t) -> true).match();

        assertThat(found).containsExactly(task);
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return text == null ? null : MAPPER.readTree(text);
    }
}
